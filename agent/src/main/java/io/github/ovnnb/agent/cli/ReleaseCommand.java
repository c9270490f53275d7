package io.github.ovnnb.agent.cli;

import io.github.ovnnb.agent.Inspection;
import io.github.ovnnb.agent.domain.Look;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives up a retained port. */
@Command(
        name = "release",
        description = {
            "Gives up a retained port: the next Pod of that name gets an address like any other.",
            "Asks by a key on the port's row, which the running agent honours; refused while a Pod uses the port.",
            "Exit code 0 when it is released; 1 if it is refused, or no agent has honoured it in time; 2 if it could not look."
        })
final class ReleaseCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait for an agent to honour it; default 10. It stays asked all the same.")
    private int wait = 10;

    @Parameters(
            paramLabel = "NAMESPACE/NAME",
            converter = PodName.Reader.class,
            description = "The Pod, or virtual machine, that the port was for.")
    private PodName name = new PodName("", "");

    @Override
    public Integer call() {
        return cluster.inspect(this::release);
    }

    private int release(Inspection inspection) {
        var looks = cluster.await(inspection.look(name.namespace(), name.name()));
        if (looks.isEmpty()) {
            throw new CommandFailed(1, "there is no port of " + name);
        }
        looks.forEach(look -> release(inspection, look));
        return 0;
    }

    private void release(Inspection inspection, Look look) {
        var problem = cluster.await(inspection.requestRelease(look));
        if (problem.isPresent()) {
            throw new CommandFailed(1, problem.get());
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
        var row = look.seen().row().orElseThrow();
        while (inspection.rows().stream().anyMatch(port -> port.row().equals(row.row()))) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailed(
                        1,
                        "asked to release " + look.port() + ", but no agent has done so within " + wait
                                + " s; the next that leads will");
            }
            pause();
        }
        var out = spec.commandLine().getOut();
        out.println("released " + look.port() + " (" + String.join("; ", row.addresses()) + ")");
        out.flush();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(1, "interrupted");
        }
    }
}
