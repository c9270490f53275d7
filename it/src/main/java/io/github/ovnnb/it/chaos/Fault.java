package io.github.ovnnb.it.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong.
 *
 * @param target which of those it can befall
 * @param hold how long until it is put right again; zero where it is over at once
 * @param strength of a slow network: what each message takes longer
 */
record Fault(Kind kind, Target target, Duration hold, Duration strength) {

    /** What a fault strikes: of two faults at once, each strikes another. */
    enum Area {
        AGENT,
        DATABASE,
        API_SERVER,
        NETWORK
    }

    /** Which agent or member: the one that leads at that moment, or one of those that don't. Of node agents, that is the one that sweeps. */
    enum Target {
        LEADER,
        FIRST_OTHER,
        SECOND_OTHER
    }

    /** With the times in milliseconds for which it lasts, and how often it is drawn. */
    enum Kind {
        AGENT_KILLED(Area.AGENT, "agent killed", 200, 6_000, 4),
        AGENT_FROZEN(Area.AGENT, "agent frozen", 1_000, 22_000, 4),
        AGENT_RESTARTED(Area.AGENT, "agent restarted", 0, 0, 3),
        /** Its agent is killed, and after a while its Pods are deleted from outside, as for a node known to be dead. */
        NODE_VANISHED(Area.AGENT, "node vanished", 8_000, 25_000, 3),
        MEMBER_KILLED(Area.DATABASE, "database member killed", 500, 6_000, 4),
        MEMBER_FROZEN(Area.DATABASE, "database member frozen", 1_000, 8_000, 4),
        MEMBER_RESTARTED(Area.DATABASE, "database member restarted", 0, 0, 2),
        /** Clients reach it, the other members don't. */
        MEMBER_PARTITIONED(Area.DATABASE, "database member partitioned", 2_000, 8_000, 3),
        MEMBERS_COMPACTED(Area.DATABASE, "database compacted", 0, 0, 1),
        LEADER_DEPOSED(Area.DATABASE, "database leader deposed", 0, 0, 2),
        QUORUM_LOST(Area.DATABASE, "database without quorum", 2_000, 8_000, 2),
        DATABASE_RESTORED(Area.DATABASE, "database restored", 2_000, 6_000, 3),
        API_SERVER_KILLED(Area.API_SERVER, "API server killed", 200, 4_000, 3),
        API_SERVER_FROZEN(Area.API_SERVER, "API server frozen", 1_000, 8_000, 2),
        CONNECTIONS_CUT(Area.NETWORK, "database connections cut", 0, 0, 3),
        NETWORK_SLOW(Area.NETWORK, "database network slow", 4_000, 10_000, 2),
        MEMBER_UNREACHABLE(Area.NETWORK, "database member unreachable", 3_000, 12_000, 3),
        DATABASE_UNREACHABLE(Area.NETWORK, "database unreachable", 3_000, 12_000, 2),
        /** Longer than it stays a candidate without. */
        AGENT_WITHOUT_DATABASE(Area.NETWORK, "agent cut off from the database", 3_000, 40_000, 3),
        /** Longer than its lease. */
        AGENT_WITHOUT_API_SERVER(Area.NETWORK, "agent cut off from the API server", 3_000, 25_000, 3),
        API_SERVER_SLOW(Area.NETWORK, "API server slow", 4_000, 10_000, 2),
        API_SERVER_CONNECTIONS_CUT(Area.NETWORK, "API server connections cut", 0, 0, 2);

        final Area area;
        final int shortest;
        final int longest;
        final int weight;
        private final String words;

        Kind(Area area, String words, int shortest, int longest, int weight) {
            this.area = area;
            this.words = words;
            this.shortest = shortest;
            this.longest = longest;
            this.weight = weight;
        }

        boolean happensIn(Mode mode) {
            return this != NODE_VANISHED || mode == Mode.node;
        }

        /** Slows messages down, by more or less. */
        boolean hasStrength() {
            return this == NETWORK_SLOW || this == API_SERVER_SLOW;
        }

        boolean hasTarget() {
            return switch (this) {
                case AGENT_KILLED, AGENT_FROZEN, AGENT_RESTARTED, NODE_VANISHED -> true;
                case MEMBER_KILLED, MEMBER_FROZEN, MEMBER_RESTARTED, MEMBER_PARTITIONED, MEMBER_UNREACHABLE -> true;
                case MEMBERS_COMPACTED, LEADER_DEPOSED, QUORUM_LOST, DATABASE_RESTORED -> false;
                case API_SERVER_KILLED, API_SERVER_FROZEN -> false;
                case CONNECTIONS_CUT, NETWORK_SLOW, DATABASE_UNREACHABLE -> false;
                case AGENT_WITHOUT_DATABASE, AGENT_WITHOUT_API_SERVER -> true;
                case API_SERVER_SLOW, API_SERVER_CONNECTIONS_CUT -> false;
            };
        }
    }

    /** Its name in the report. */
    String name() {
        if (!kind.hasTarget()) {
            return kind.words;
        }
        return kind.words + (target == Target.LEADER ? " (the leader)" : " (another)");
    }

    @Override
    public String toString() {
        return name()
                + (hold.isZero() ? "" : String.format(Locale.ROOT, " for %.1f s", hold.toMillis() / 1e3))
                + (strength.isZero() ? "" : ", " + strength.toMillis() + " ms a message");
    }
}
