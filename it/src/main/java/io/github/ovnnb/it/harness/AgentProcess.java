package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The agent as a user runs it: its runnable jar in a process of its own, with its own kubeconfig and configuration. */
public final class AgentProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ANSWERS_WITHIN_MILLIS = 5_000;

    private final TemporaryDirectory directory;
    private final int httpPort;
    private final ManagedProcess process;

    private AgentProcess(TemporaryDirectory directory, int httpPort, ManagedProcess process) {
        this.directory = directory;
        this.httpPort = httpPort;
        this.process = process;
    }

    /**
     * A central agent that is not started yet.
     *
     * @param northbound    what {@code --ovn-nb} takes
     * @param kubeconfig    a file; its identity should be that of the shipped ClusterRole
     * @param configuration YAML without {@code http}, which is added here with a free port
     */
    public static AgentProcess central(String northbound, Path kubeconfig, String configuration) {
        return central(northbound, kubeconfig, configuration, List.of(), Map.of());
    }

    /**
     * The same with more options of {@code run}.
     *
     * @param options     such as {@code --leader-elect}
     * @param environment such as {@code POD_NAME}, under which it then stands for the lease
     */
    public static AgentProcess central(
            String northbound,
            Path kubeconfig,
            String configuration,
            List<String> options,
            Map<String, String> environment) {
        var mode = new ArrayList<>(List.of("--mode=central"));
        mode.addAll(options);
        return of(mode, northbound, kubeconfig, configuration, environment);
    }

    /** The same for an agent that serves the Pods of one Node. */
    public static AgentProcess ofNode(String node, String northbound, Path kubeconfig, String configuration) {
        return of(List.of("--mode=node", "--node-name=" + node), northbound, kubeconfig, configuration, Map.of());
    }

    /**
     * Has an agent come up and end again, so that all that are started later from the same jar come up with little more than half the CPU. It needs to give
     * nothing and gives nothing.
     */
    public static void rehearse(String northbound, Path kubeconfig) {
        ClassArchive.makeBy(javaOption ->
                of(List.of(javaOption), List.of("--mode=central"), northbound, kubeconfig, "subnets: []", Map.of()));
    }

    private static AgentProcess of(
            List<String> options,
            String northbound,
            Path kubeconfig,
            String configuration,
            Map<String, String> environment) {
        return of(ClassArchive.options(), options, northbound, kubeconfig, configuration, environment);
    }

    private static AgentProcess of(
            List<String> javaOptions,
            List<String> options,
            String northbound,
            Path kubeconfig,
            String configuration,
            Map<String, String> environment) {
        var httpPort = FreePort.onLoopback();
        var directory = TemporaryDirectory.create("ovnnb-agent");
        var config = directory.write("config.yaml", configuration + "\nhttp:\n  port: " + httpPort + "\n");
        var arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(options);
        arguments.addAll(List.of("--ovn-nb=" + northbound, "--kubeconfig=" + kubeconfig, "--config=" + config));
        var command = commandLine(javaOptions, arguments);
        var log = directory.path().resolve("agent.log");
        return new AgentProcess(directory, httpPort, new ManagedProcess("ovn-nb-agent", command, environment, log));
    }

    /**
     * An admission webhook that is not started yet.
     *
     * @param port for HTTPS
     * @param certificate a directory with {@code tls.crt} and {@code tls.key}
     */
    public static AgentProcess webhook(
            String northbound, Path kubeconfig, String configuration, int port, Path certificate) {
        var httpPort = FreePort.onLoopback();
        var directory = TemporaryDirectory.create("ovnnb-webhook");
        var config = directory.write("config.yaml", configuration);
        var command = commandLine(List.of(
                "webhook",
                "--ovn-nb=" + northbound,
                "--kubeconfig=" + kubeconfig,
                "--config=" + config,
                "--port=" + port,
                "--http-port=" + httpPort,
                "--tls-certificate=" + certificate.resolve("tls.crt"),
                "--tls-private-key=" + certificate.resolve("tls.key")));
        var log = directory.path().resolve("webhook.log");
        return new AgentProcess(
                directory, httpPort, new ManagedProcess("ovn-nb-agent webhook", command, Map.of(), log));
    }

    /** Runs the agent's command line to its end, as {@code ovn-nb-agent ports} or a refused start. */
    public static CommandOutcome runToEnd(String... arguments) {
        return Command.outcomeOf(commandLine(List.of(arguments)), Map.of());
    }

    private static List<String> commandLine(List<String> arguments) {
        return commandLine(ClassArchive.options(), arguments);
    }

    private static List<String> commandLine(List<String> javaOptions, List<String> arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "@" + Repository.file("agent/deploy/jvm.options")));
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", Repository.agentJar().toString()));
        command.addAll(arguments);
        return command;
    }

    /** Starts it and waits until it says that it is ready. */
    public AgentProcess startAndAwaitReady() {
        process.start();
        awaitReady();
        return this;
    }

    /** Starts it without waiting for anything. */
    public AgentProcess start() {
        process.start();
        return this;
    }

    /** Waits until {@code /readyz} answers 200: informers synced, addresses rebuilt, work begun. */
    public void awaitReady() {
        Patience.until("ovn-nb-agent ready", PATIENCE, this::isReady, process::tailOfLog);
    }

    /** Ends it as a crash would. */
    public void kill9() {
        process.kill9();
    }

    /** Asks it to end and waits. */
    public void terminate() {
        process.terminate();
    }

    /** The body of {@code GET PATH} on the agent's own port: {@code /metrics}, {@code /healthz}. */
    public String get(String path) {
        try {
            return request(path).body();
        } catch (IOException unreachable) {
            throw new IllegalStateException("the agent does not answer " + path, unreachable);
        }
    }

    /** The configuration file that it runs with. */
    public Path configuration() {
        return directory.path().resolve("config.yaml");
    }

    /** The process behind it, for its pid, log and exit status. */
    public ManagedProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.terminate();
        directory.delete();
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("ovn-nb-agent has ended:\n" + process.tailOfLog());
        }
        try {
            return request("/readyz").code() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private record Answer(int code, String body) {}

    /** By a connection of its own, closed at once: whoever polls must not use up what the agent grants to all. */
    private Answer request(String path) throws IOException {
        var connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + httpPort + path).toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setConnectTimeout(ANSWERS_WITHIN_MILLIS);
        connection.setReadTimeout(ANSWERS_WITHIN_MILLIS);
        int code = connection.getResponseCode();
        try (var body =
                code < HttpURLConnection.HTTP_BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(code, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
