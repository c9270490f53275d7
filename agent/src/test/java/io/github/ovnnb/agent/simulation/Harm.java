package io.github.ovnnb.agent.simulation;

/** What befalls a life, to be counted: a fault that is never inflicted proves nothing. */
public enum Harm {
    AGENT_KILLED("agents killed"),
    AGENT_STOPPED("agents stopped for a while"),
    NODE_LOST("nodes lost with agent and Pods"),
    CONNECTION_BROKEN("connections to the database broken"),
    LEASE_GIVEN_BACK("leases given back for want of the database"),
    REQUEST_LOST("transactions lost on their way"),
    REPLY_LOST("answers to transactions lost"),
    REQUEST_LATE("transactions carried out late"),
    DISK_FULL("transactions refused by a full disk"),
    DATABASE_RESTARTED("database restarted"),
    DATABASE_LEADER_DEPOSED("database leader deposed"),
    DATABASE_FILE_RESTORED("database put back, by its file"),
    DATABASE_ROWS_RESTORED("database put back, all rows made anew"),
    WATCH_BROKEN("watches broken"),
    WATCH_SILENT("watches silent for a while"),
    WATCH_RESUMED("watches resumed where they were"),
    WATCH_EXPIRED("watches expired (410), listed anew"),
    KINDS_REORDERED("events of two kinds heard in the wrong order"),
    COLLECTOR_SLOW("Pods without owner collected late"),
    API_SERVER_RESTARTED("API server restarted"),
    STORAGE_PUT_BACK("API server's storage put back"),
    STORAGE_NOTICED("agents that noticed and started over"),
    STORAGE_UNNOTICED("agents that could not notice, restarted by a person"),
    PATCH_LOST("patches lost on their way"),
    PATCH_REPLY_LOST("answers to patches lost"),
    PATCH_CONFLICT("patches refused, another writer was quicker"),
    POD_PATCHED_BY_OTHERS("Pods patched by others");

    private final String words;

    Harm(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
