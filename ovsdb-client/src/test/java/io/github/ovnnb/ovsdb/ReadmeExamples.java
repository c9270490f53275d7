package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovn.northbound.LogicalRouter;
import io.github.ovnnb.ovn.northbound.LogicalSwitch;
import io.github.ovnnb.ovn.northbound.LogicalSwitchPort;
import io.github.ovnnb.ovsdb.draft.Draft;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.Row;
import io.github.ovnnb.ovsdb.protocol.Value;
import io.github.ovnnb.ovsdb.replica.Index;
import io.github.ovnnb.ovsdb.replica.Snapshot;
import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The examples of README.md, so that they compile. */
final class ReadmeExamples {
    private ReadmeExamples() {}

    static OvsdbClient connect() {
        var client = OvsdbClient.create(OvsdbClientOptions.builder()
                .remotes("tcp:10.0.0.1:6641,tcp:10.0.0.2:6641,tcp:10.0.0.3:6641")
                .database("OVN_Northbound")
                .monitor(PORTS, SWITCHES)
                .build());
        client.start().thenRun(() -> System.out.println("in step with " + client.status()));
        return client;
    }

    static final Index SWITCH_BY_NAME = Index.on(LogicalSwitch.NAME);
    static final Index PORT_BY_NAME = Index.on(LogicalSwitchPort.NAME);
    static final Index PORT_BY_POD = Index.onMapEntry(LogicalSwitchPort.EXTERNAL_IDS, "pod");
    static final Index SWITCH_OF_PORT = Index.onElement(LogicalSwitch.PORTS);

    static final Index PORTS_IN_ORDER = Index.sorted("Logical_Switch_Port", "name");

    static final TableDefinition SWITCHES = TableDefinition.of(
                    LogicalSwitch.NAME, LogicalSwitch.PORTS, LogicalSwitch.EXTERNAL_IDS)
            .indexedBy(SWITCH_BY_NAME, SWITCH_OF_PORT);
    static final TableDefinition PORTS = TableDefinition.of(
                    LogicalSwitchPort.NAME, LogicalSwitchPort.ADDRESSES, LogicalSwitchPort.EXTERNAL_IDS)
            .indexedBy(PORT_BY_POD, PORTS_IN_ORDER);

    static Optional<Set<String>> lookUp(OvsdbClient client) {
        var now = client.replica().snapshot();
        var byPod = now.find(PORT_BY_POD, "default/web-0").map(LogicalSwitchPort::new);
        var byName = now.find(PORT_BY_NAME, "web-0.default").map(LogicalSwitchPort::new);
        return byPod.or(() -> byName).map(LogicalSwitchPort::addresses);
    }

    /** What the example of references and order yields. */
    record Followed(List<LogicalSwitchPort> ports, Collection<Row> itsSwitch, List<Row> page) {}

    static Followed follow(Snapshot now, LogicalSwitch logicalSwitch, LogicalSwitchPort port) {
        List<LogicalSwitchPort> ports = logicalSwitch.ports(now);
        Collection<Row> itsSwitch = now.referrers(port.row(), LogicalSwitch.PORTS);
        List<Row> page = now.sorted(PORTS_IN_ORDER).after(Value.of("web-0.default")).stream()
                .limit(100)
                .toList();
        return new Followed(ports, itsSwitch, page);
    }

    /** What a client does, so that the example can be run without one. */
    interface Changing {
        CompletionStage<ChangeOutcome> change(Consumer<Draft> drafting);
    }

    static CompletionStage<Void> change(OvsdbClient client) {
        return change((Changing) client::change);
    }

    static CompletionStage<Void> change(Changing client) {
        return client.change(draft -> {
                    var logicalSwitch =
                            draft.find(SWITCH_BY_NAME, "ovn-default").orElseThrow();
                    var next = Integer.parseInt(
                            logicalSwitch.get(LogicalSwitch.EXTERNAL_IDS).getOrDefault("next", "1"));
                    var port = draft.insert(
                            LogicalSwitchPort.TABLE, Map.ofEntries(LogicalSwitchPort.NAME.to("port-" + next)));
                    logicalSwitch
                            .add(LogicalSwitch.PORTS, port.uuid())
                            .verify(LogicalSwitch.EXTERNAL_IDS)
                            .put(LogicalSwitch.EXTERNAL_IDS, "next", Integer.toString(next + 1));
                })
                .thenAccept(changed -> System.out.println(changed.outcome() + " after " + changed.attempts()));
    }

    static CompletionStage<TransactionOutcome> insert(OvsdbClient client, LogicalSwitch logicalSwitch) {
        var port = UUID.randomUUID();
        var name = LogicalSwitchPort.NAME.to("web-0.default");
        var addresses = LogicalSwitchPort.ADDRESSES.to(Set.of("0a:58:0a:00:00:0b 10.0.0.11"));
        return client.transactResolved(List.of(
                Operation.rowExists(LogicalSwitch.TABLE, logicalSwitch.uuid()),
                Operation.insert(LogicalSwitchPort.TABLE, port, Map.ofEntries(name, addresses)),
                Operation.mutate(LogicalSwitch.TABLE, logicalSwitch.uuid(), LogicalSwitch.PORTS.insert(Set.of(port)))));
    }

    static CompletionStage<Void> changeWhatIsReplicated(OvsdbClient client) {
        var haveTag = LogicalSwitchPort.TAG.isNot(Optional.empty());
        return client.changeCondition(LogicalSwitchPort.TABLE, haveTag)
                .thenCompose(tagged -> client.monitor(TableDefinition.of(LogicalRouter.NAME)))
                .thenCompose(replicated -> client.stopMonitoring(LogicalRouter.TABLE))
                .thenRun(() -> System.out.println(client.replica().snapshot().rows(LogicalSwitchPort.TABLE)));
    }

    static void tls(OvsdbClientOptions.Builder options) {
        options.tls(new TlsFiles(
                Path.of("/etc/ovn/cacert.pem"),
                Optional.of(new TlsFiles.ClientFiles(Path.of("/etc/ovn/cert.pem"), Path.of("/etc/ovn/privkey.pem"))),
                true));
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

    static void listen(OvsdbClient client, Executor executor) {
        client.replica().listen(LogicalSwitchPort.TABLE, change -> System.out.println(change.row()), executor);
        client.onStatus(status -> System.out.println(status), executor);
    }

    static void lock(OvsdbClient client, Executor executor, List<Operation> operations) {
        var lock = client.lock("my_program");
        lock.onChange(state -> System.out.println("the lock is " + state), executor);
        var guarded = new ArrayList<Operation>(List.of(new Operation.Assert(lock.name())));
        guarded.addAll(operations);
        client.transact(guarded).thenAccept(System.out::println);
    }
}
