package io.github.ovnnb.agent.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The program. Exit codes: 0 done; 1 it did not work this time; 2 it can't work like this (command line, configuration). */
@Command(
        name = "ovn-nb-agent",
        description = "Gives Kubernetes workloads OVN addresses that stay.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            RunCommand.class,
            PortsCommand.class,
            ExplainCommand.class,
            AuditCommand.class,
            ReleaseCommand.class,
            WebhookCommand.class
        },
        scope = CommandLine.ScopeType.INHERIT)
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            scope = CommandLine.ScopeType.INHERIT,
            description = "ERROR, WARN, INFO (default), DEBUG or TRACE; TRACE shows every OVSDB message.")
    void setLogLevel(String level) {
        var known = Arrays.asList("ERROR", "WARN", "INFO", "DEBUG", "TRACE");
        if (!known.contains(level.toUpperCase(java.util.Locale.ROOT))) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--log-level: \"" + level + "\" is none of "
                            + known.stream().collect(Collectors.joining(", ")));
        }
        logger().setLevel(Level.toLevel(level));
    }

    /** For commands that answer on the screen, unless somebody has asked for more. */
    static void logWarningsOnly() {
        if (logger().getLevel() == null) {
            logger().setLevel(Level.WARN);
        }
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.github.ovnnb");
    }

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, commandLine, parsed) -> report(problem, commandLine))
                .execute(arguments);
    }

    /** What the user can act on is one line; anything else is a mistake of ours and shows where. */
    private static int report(Exception problem, CommandLine commandLine) {
        var err = commandLine.getErr();
        if (problem instanceof AgentConfig.Unusable) {
            err.println("ovn-nb-agent: " + problem.getMessage());
            return 2;
        }
        if (problem instanceof CommandFailed failed) {
            err.println("ovn-nb-agent: " + failed.getMessage());
            return failed.exitCode();
        }
        err.println("ovn-nb-agent: a mistake in the program: " + problem);
        problem.printStackTrace(err);
        return 1;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to do: run, ports, explain, audit, release or webhook");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"ovn-nb-agent " + (version == null ? "(not packaged)" : version)};
        }
    }
}
