package io.github.ovnnb.it.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OVN's central part as processes of this machine, for where there is no Docker. Needs ovn-central's packages. */
public final class LocalOvn implements Ovn {

    private final TemporaryDirectory directory = TemporaryDirectory.create("ovnnb-ovn");
    private final int northboundPort = FreePort.onLoopback();
    private final Map<String, String> environment;
    private final Path program;
    private final ManagedProcess central;

    private LocalOvn() {
        environment = Map.of(
                "OVN_CENTRAL_DIR", directory.path().toString(),
                "OVN_CENTRAL_ADDRESS", "127.0.0.1",
                "OVN_CENTRAL_NB_PORT", Integer.toString(northboundPort),
                "OVN_CENTRAL_SB_PORT", Integer.toString(FreePort.onLoopback()));
        program = directory.write("ovn-central", OvnContainer.resource("ovn-central"));
        central = new ManagedProcess(
                "ovn-central",
                List.of("bash", program.toString(), "run"),
                environment,
                directory.path().resolve("ovn-central.log"));
    }

    /** Starts it and waits until northd has answered once. */
    public static LocalOvn start() {
        var ovn = new LocalOvn();
        ovn.central.start();
        AtExit.stop(ovn::close);
        Patience.until(
                "ovn-central ready",
                Duration.ofSeconds(90),
                () -> ovn.central.tailOfLog().contains("ovn-central: ready"),
                ovn.central::tailOfLog);
        return ovn;
    }

    @Override
    public String northboundTcp() {
        return "tcp:127.0.0.1:" + northboundPort;
    }

    @Override
    public String northboundUnix() {
        return "unix:" + directory.path().resolve("ovnnb_db.sock");
    }

    @Override
    public String nbctl(String... arguments) {
        var command = new ArrayList<>(List.of("ovn-nbctl", "--db=" + northboundUnix()));
        command.addAll(List.of(arguments));
        return Command.run(command, environment);
    }

    @Override
    public void stopNorthbound() {
        central("stop");
    }

    @Override
    public void killNorthbound() {
        central("kill");
    }

    @Override
    public void startNorthbound() {
        central("start");
    }

    @Override
    public void pauseNorthbound() {
        central("pause");
    }

    @Override
    public void resumeNorthbound() {
        central("resume");
    }

    private void central(String verb) {
        Command.run(List.of("bash", program.toString(), verb, "nb"), environment);
    }

    /** One by one, because the daemons have detached from the script that started them. */
    @Override
    public void close() {
        if (Files.exists(program)) {
            for (var daemon : List.of("northd", "sb", "nb")) {
                Command.run(List.of("bash", program.toString(), "stop", daemon), environment);
            }
            central.terminate();
            directory.delete();
        }
    }
}
