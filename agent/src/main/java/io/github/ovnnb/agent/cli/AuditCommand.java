package io.github.ovnnb.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.agent.Inspection;
import io.github.ovnnb.agent.domain.audit.Finding;
import io.github.ovnnb.agent.domain.audit.Repair;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what is wrong between the Northbound database and Kubernetes. */
@Command(
        name = "audit",
        description = {
            "Lists what is wrong: ports that share an address, ports without owner, Pods without port, and the like.",
            "Exit code 0 if nothing is, 1 if anything is (repaired or not), 2 if it could not look. Changes nothing without --repair."
        })
final class AuditCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table (default) or json.")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(
            names = "--repair",
            description = {
                "Puts right what is safe to, and says each change. Needs the lock that a running agent holds:",
                "an agent that runs makes these repairs by itself."
            })
    private boolean repair;

    @Option(names = "--dry-run", description = "With --repair: shows the transaction and changes nothing.")
    private boolean dryRun;

    /** As it is printed in JSON. */
    record View(String subject, String problem, String words, String detail, String repair, boolean repairable) {
        static View of(Finding finding) {
            return new View(
                    finding.subject(),
                    finding.problem().name(),
                    finding.problem().toString(),
                    finding.detail(),
                    finding.repair(),
                    finding.repairable().isPresent());
        }
    }

    @Override
    public Integer call() {
        if (dryRun && !repair) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--dry-run goes with --repair");
        }
        return cluster.inspect(this::audit);
    }

    private int audit(Inspection inspection) {
        var findings = cluster.await(inspection.audit());
        var out = spec.commandLine().getOut();
        out.print(
                format == OutputFormat.JSON
                        ? OutputFormat.json(findings.stream().map(View::of).toList())
                        : table(findings));
        out.flush();
        if (repair) {
            var repairs = cluster.await(inspection.repairs(findings));
            if (dryRun) {
                show(inspection, repairs);
            } else if (!repairs.isEmpty()) {
                carryOut(inspection, repairs);
            }
        }
        return findings.isEmpty() ? 0 : 1;
    }

    private void show(Inspection inspection, List<Repair> repairs) {
        var out = spec.commandLine().getOut();
        repairs.forEach(one -> out.println("would " + one.words()));
        inspection.request(repairs).ifPresent(request -> out.println(pretty(request)));
        out.println(repairs.isEmpty() ? "there is nothing that is safe to repair" : "nothing was changed");
        out.flush();
    }

    private void carryOut(Inspection inspection, List<Repair> repairs) {
        cluster.await(
                inspection.claim(),
                () ->
                        "an agent holds the database's lock, so it runs and makes these repairs by itself; nothing was changed");
        var out = spec.commandLine().getOut();
        for (var one : repairs) {
            out.println(cluster.await(inspection.repair(one.port())));
            out.flush();
        }
    }

    private static String pretty(String json) {
        try {
            return new ObjectMapper().readTree(json).toPrettyString();
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String table(List<Finding> findings) {
        if (findings.isEmpty()) {
            return "nothing is wrong" + System.lineSeparator();
        }
        var table = new PortTable("PORT/POD", "PROBLEM", "DETAIL", "WHAT WOULD REPAIR IT");
        findings.forEach(finding ->
                table.add(finding.subject(), finding.problem().toString(), finding.detail(), finding.repair()));
        return table.toString();
    }
}
