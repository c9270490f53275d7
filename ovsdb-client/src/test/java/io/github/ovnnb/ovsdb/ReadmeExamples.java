package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovn.northbound.LogicalSwitch;
import io.github.ovnnb.ovn.northbound.LogicalSwitchPort;
import io.github.ovnnb.ovsdb.draft.Draft;
import io.github.ovnnb.ovsdb.protocol.Condition;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import io.github.ovnnb.ovsdb.replica.Subscription;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The examples of README.md, so that they compile. */
final class ReadmeExamples {
    private ReadmeExamples() {}

    static OvsdbClient connect() {
        var client = OvsdbClient.create(OvsdbClientOptions.builder()
                .remotes("tcp:10.0.0.1:6641,tcp:10.0.0.2:6641,tcp:10.0.0.3:6641")
                .database("OVN_Northbound")
                .monitor(PORTS, SWITCHES)
                .build());
        var started = client.start().thenRun(() -> System.out.println("in step with " + client.status()));
        return client;
    }

    static final Index SWITCH_BY_NAME = Index.on("Logical_Switch", "name");
    static final Index PORT_BY_NAME = Index.on("Logical_Switch_Port", "name");
    static final Index PORT_BY_POD = Index.onMapEntry("Logical_Switch_Port", "external_ids", "pod");
    static final Index SWITCH_OF_PORT = Index.onElement("Logical_Switch", "ports");

    static final Index PORTS_IN_ORDER = Index.sorted("Logical_Switch_Port", "name");

    static final TableDefinition SWITCHES = TableDefinition.of("Logical_Switch", "name", "ports", "external_ids")
            .indexedBy(SWITCH_BY_NAME, SWITCH_OF_PORT);
    static final TableDefinition PORTS = TableDefinition.of("Logical_Switch_Port", "name", "addresses", "external_ids")
            .indexedBy(PORT_BY_POD, PORTS_IN_ORDER);

    static Optional<Set<String>> lookUp(OvsdbClient client) {
        var now = client.replica().snapshot();
        var byPod = now.find(PORT_BY_POD, "default/web-0").map(LogicalSwitchPort::new);
        var byName = now.find(PORT_BY_NAME, "web-0.default").map(LogicalSwitchPort::new);
        return byPod.or(() -> byName).map(LogicalSwitchPort::addresses);
    }

    static List<LogicalSwitchPort> portsOf(LogicalSwitch logicalSwitch, Snapshot now) {
        return logicalSwitch.ports(now);
    }

    static Collection<Row> switchOf(LogicalSwitchPort port, Snapshot now) {
        return now.referrers(port.row(), LogicalSwitch.PORTS);
    }

    static List<Row> page(Snapshot now) {
        return now.sorted(PORTS_IN_ORDER).after(Value.of("web-0.default")).stream()
                .limit(100)
                .toList();
    }

    static CompletionStage<Void> change(OvsdbClient client) {
        return client.change(ReadmeExamples::addNumberedPort)
                .thenAccept(changed -> System.out.println(changed.outcome() + " after " + changed.attempts()));
    }

    static void addNumberedPort(Draft draft) {
        var logicalSwitch = draft.find(SWITCH_BY_NAME, "ovn-default").orElseThrow();
        var next =
                Integer.parseInt(logicalSwitch.get(LogicalSwitch.EXTERNAL_IDS).getOrDefault("next", "1"));
        var port = draft.insert(LogicalSwitchPort.TABLE, Map.ofEntries(LogicalSwitchPort.NAME.to("port-" + next)));
        logicalSwitch
                .add(LogicalSwitch.PORTS, port.uuid())
                .verify(LogicalSwitch.EXTERNAL_IDS)
                .put(LogicalSwitch.EXTERNAL_IDS, "next", Integer.toString(next + 1));
    }

    static CompletionStage<String> insert(OvsdbClient client, LogicalSwitch logicalSwitch) {
        var port = UUID.randomUUID();
        return client.transact(List.of(
                        Operation.rowExists(LogicalSwitch.TABLE, logicalSwitch.uuid()),
                        Operation.insert(
                                LogicalSwitchPort.TABLE,
                                port,
                                Map.ofEntries(
                                        LogicalSwitchPort.NAME.to("web-0.default"),
                                        LogicalSwitchPort.ADDRESSES.to(Set.of("0a:58:0a:00:00:0b 10.0.0.11")))),
                        Operation.mutate(
                                LogicalSwitch.TABLE, logicalSwitch.uuid(), LogicalSwitch.PORTS.insert(Set.of(port)))))
                .thenApply(outcome -> {
                    if (outcome instanceof TransactionOutcome.Committed) {
                        return "stored, and in the replica";
                    } else if (outcome instanceof TransactionOutcome.Refused refused) {
                        return "not stored: operation " + refused.operationIndex() + ", " + refused.error();
                    } else if (outcome instanceof TransactionOutcome.NotSent notSent) {
                        return "not stored, may be given again: " + notSent.reason();
                    }
                    return "perhaps stored: look for " + port + " in the replica once it is in step again";
                });
    }

    static CompletionStage<Void> changeWhatIsReplicated(OvsdbClient client) {
        var haveTag = Condition.notEqual("tag", Value.none());
        return client.changeCondition("Logical_Switch_Port", haveTag)
                .thenCompose(tagged -> client.monitor(TableDefinition.of("Logical_Router", "name")))
                .thenCompose(replicated -> client.stopMonitoring("Logical_Router"))
                .thenRun(() -> System.out.println(client.replica().snapshot().rows("Logical_Switch_Port")));
    }

    static void resolve(OvsdbClient client, List<Operation> createPort, List<Operation> renamePort) {
        client.transactResolved(createPort).thenAccept(System.out::println);
        client.transactResolved(
                renamePort, now -> now.find(PORT_BY_NAME, "web-0.default").isPresent(), Duration.ofMinutes(1));
    }

    static void callBack(OvsdbClient client, List<Operation> operations) {
        var waiting = client.submit(operations, Duration.ofMinutes(5));
        waiting.cancel();
        waiting.outcome().thenAccept(System.out::println);
    }

    static Subscription listen(OvsdbClient client, Executor executor) {
        return client.replica().listen(LogicalSwitchPort.TABLE, change -> System.out.println(change.row()), executor);
    }

    static void lock(OvsdbClient client, Executor executor, List<Operation> operations) {
        var lock = client.lock("my_program");
        lock.onChange(state -> System.out.println("the lock is " + state), executor);
        var guarded = new java.util.ArrayList<Operation>(List.of(new Operation.Assert(lock.name())));
        guarded.addAll(operations);
        client.transact(guarded).thenAccept(System.out::println);
    }
}
