package io.github.ovnnb.agent.cli;

import io.github.ovnnb.agent.Inspection;
import io.github.ovnnb.agent.domain.Look;
import io.github.ovnnb.agent.domain.explain.Explanation;
import io.github.ovnnb.agent.domain.explain.Line;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints why a Pod has its address, or why it has none. */
@Command(
        name = "explain",
        description = {
            "Prints why a Pod has its address, or why it has none; for a gone Pod what becomes of its port.",
            "Changes nothing. Exit code 0; 1 if there is neither such a Pod nor a port of it; 2 if it could not look."
        })
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(
            paramLabel = "NAMESPACE/POD",
            converter = PodName.Reader.class,
            description = "A Pod, or a virtual machine by its own name.")
    private PodName pod = new PodName("", "");

    @Override
    public Integer call() {
        return cluster.inspect(this::explain);
    }

    private int explain(Inspection inspection) {
        var looks = cluster.await(inspection.look(pod.namespace(), pod.name()));
        if (looks.isEmpty()) {
            throw new CommandFailed(1, "there is no Pod " + pod + ", and no port of one");
        }
        for (var look : looks) {
            print(look, Explanation.of(look, blocker -> cluster.await(inspection.holders(blocker))));
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void print(Look look, List<Line> lines) {
        var out = spec.commandLine().getOut();
        int margin =
                lines.stream().mapToInt(line -> line.topic().length()).max().orElse(0);
        out.println(look.port().portName());
        lines.forEach(line -> out.println(
                "  " + line.topic() + " ".repeat(margin - line.topic().length() + 2) + line.text()));
    }
}
