package io.github.ovnnb.it.chaos;

import io.github.ovnnb.it.chaos.Fault.Target;
import io.github.ovnnb.it.harness.AgentProcess;
import io.github.ovnnb.it.harness.FaultPlan;
import io.github.ovnnb.it.harness.FaultProxy;
import io.github.ovnnb.it.harness.OvsdbServer;
import io.github.ovnnb.it.harness.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does what the script of faults says, and puts it right again. Confined to one thread. */
final class Saboteur {
    private static final String BACKUP = "chaos.backup";

    private interface Remedy {
        void apply();
    }

    private record Wound(Fault fault, long healAt, Remedy remedy) {}

    private final World world;
    private final Clerk clerk;
    private final FaultLog log;
    private final CountDownLatch stop;
    private int struck;

    /** @param stop ends quiet times and faults at once */
    Saboteur(World world, Clerk clerk, FaultLog log, CountDownLatch stop) {
        this.world = world;
        this.clerk = clerk;
        this.log = log;
        this.stop = stop;
    }

    /** Returns when all of the round is healed and its quiet time is over. */
    void play(FaultScript.Round round) throws InterruptedException {
        log.begin(round);
        var wounds = new ArrayList<Wound>();
        for (var fault : round.faults()) {
            log.tell(fault.toString());
            var remedy = inflict(fault);
            wounds.add(new Wound(fault, System.nanoTime() + fault.hold().toNanos(), remedy));
        }
        wounds.sort(Comparator.comparingLong(Wound::healAt));
        for (var wound : wounds) {
            await(Duration.ofNanos(wound.healAt() - System.nanoTime()));
            wound.remedy().apply();
        }
        log.tell("healed");
        await(round.quiet());
    }

    private void await(Duration time) throws InterruptedException {
        boolean unused = stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Remedy inflict(Fault fault) {
        return switch (fault.kind()) {
            case AGENT_KILLED -> {
                var agent = agent(fault.target());
                agent.kill9();
                yield agent::start;
            }
            case AGENT_FROZEN -> {
                var process = agent(fault.target()).process();
                process.pause();
                yield process::resume;
            }
            case AGENT_RESTARTED -> {
                var agent = agent(fault.target());
                agent.terminate();
                yield agent::start;
            }
            case NODE_VANISHED -> vanish(agent(fault.target()));
            case MEMBER_KILLED -> {
                var member = member(fault.target());
                member.kill9();
                yield () -> startAgain(member);
            }
            case MEMBER_FROZEN -> {
                var member = member(fault.target());
                member.pause();
                yield member::resume;
            }
            case MEMBER_RESTARTED -> {
                var member = member(fault.target());
                member.terminate();
                yield () -> startAgain(member);
            }
            case MEMBER_PARTITIONED -> {
                var member = member(fault.target());
                member.partition();
                yield () -> {
                    member.rejoin();
                    world.northbound().awaitConnected(member);
                };
            }
            case MEMBERS_COMPACTED -> {
                world.northbound().members().forEach(OvsdbServer::compact);
                yield () -> {};
            }
            case LEADER_DEPOSED -> {
                world.northbound().depose(world.northbound().leader());
                yield () -> {};
            }
            case QUORUM_LOST -> {
                var followers = world.northbound().followers();
                followers.forEach(OvsdbServer::pause);
                yield () -> followers.forEach(OvsdbServer::resume);
            }
            case DATABASE_RESTORED -> {
                world.northbound().leader().backup(BACKUP);
                yield this::restore;
            }
            case API_SERVER_KILLED -> {
                world.controlPlane().apiServer().kill9();
                yield world.controlPlane()::startApiServer;
            }
            case API_SERVER_FROZEN -> {
                var process = world.controlPlane().apiServer();
                process.pause();
                yield process::resume;
            }
            case CONNECTIONS_CUT -> {
                world.roadsToDatabase().forEach(FaultProxy::cutAll);
                yield () -> {};
            }
            case NETWORK_SLOW -> {
                var slow = new io.github.ovnnb.it.harness.Fault.Delay(fault.strength());
                world.roadsToDatabase().forEach(proxy -> proxy.follow(FaultPlan.when(passage -> true, slow)));
                yield () -> world.roadsToDatabase().forEach(proxy -> proxy.follow(FaultPlan.none()));
            }
            case MEMBER_UNREACHABLE -> swallow(world.roadsTo(member(fault.target())));
            case AGENT_WITHOUT_DATABASE ->
                swallow(world.roadsOf(agent(fault.target())).toMembers());
            case AGENT_WITHOUT_API_SERVER -> {
                var road = world.roadsOf(agent(fault.target())).toApiServer();
                road.hold();
                yield road::pass;
            }
            case API_SERVER_SLOW -> {
                world.roadsToApiServer().forEach(road -> road.delay(fault.strength()));
                yield () -> world.roadsToApiServer().forEach(TcpProxy::pass);
            }
            case API_SERVER_CONNECTIONS_CUT -> {
                world.roadsToApiServer().forEach(TcpProxy::cutAll);
                yield () -> {};
            }
            case DATABASE_UNREACHABLE -> swallow(world.roadsToDatabase());
        };
    }

    private Remedy vanish(AgentProcess agent) {
        var node = world.nodeOf(agent);
        agent.kill9();
        world.kubelets().lose(node);
        deletePodsOf(node);
        return () -> {
            // Those that were bound to it in that very moment.
            deletePodsOf(node);
            world.kubelets().regain(node);
            agent.start();
        };
    }

    private void deletePodsOf(String node) {
        world.client()
                .pods()
                .inNamespace(World.NAMESPACE)
                .withField("spec.nodeName", node)
                .withGracePeriod(0)
                .delete();
    }

    private static Remedy swallow(List<FaultProxy> roads) {
        Roads.swallow(roads);
        return () -> Roads.reconnect(roads);
    }

    private void startAgain(OvsdbServer member) {
        member.start();
        world.northbound().awaitConnected(member);
    }

    /** When it fails, nobody knows whether it happened; then promises stay shaken until rows show the contrary. */
    private void restore() {
        clerk.writeAndWait(Ledger::restoring);
        try {
            world.northbound().leader().restore(BACKUP);
        } catch (IllegalStateException failed) {
            log.tell("the restore failed: " + failed.getMessage());
        }
    }

    private AgentProcess agent(Target target) {
        var leader = world.leadingAgent();
        var others = new ArrayList<>(world.agents());
        others.remove(leader);
        return switch (target) {
            case LEADER -> leader;
            // Each in its turn, for there may be more than two.
            case FIRST_OTHER -> others.get(struck++ % others.size());
            case SECOND_OTHER -> others.get((struck++ + 1) % others.size());
        };
    }

    private OvsdbServer member(Target target) {
        return switch (target) {
            case LEADER -> world.northbound().leader();
            case FIRST_OTHER -> world.northbound().followers().get(0);
            case SECOND_OTHER -> world.northbound().followers().get(1);
        };
    }
}
