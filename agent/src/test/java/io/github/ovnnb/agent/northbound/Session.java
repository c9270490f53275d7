package io.github.ovnnb.agent.northbound;

/** One connection as the server that it was made to sees it: it may end there later than its client thinks. */
final class Session {
    private final int life;
    private final LockTable locks;
    private final Runnable granted;
    private final Runnable stolen;

    /**
     * @param life of the servers, which can't be reached by connections from before
     * @param locks of the server that it is connected to
     * @param granted told when it gets the lock
     * @param stolen told when another takes it
     */
    Session(int life, LockTable locks, Runnable granted, Runnable stolen) {
        this.life = life;
        this.locks = locks;
        this.granted = granted;
        this.stolen = stolen;
    }

    boolean isOfLife(int present) {
        return life == present;
    }

    void askForLock() {
        locks.ask(this);
    }

    void stealLock() {
        locks.steal(this);
    }

    void unlock() {
        locks.leave(this);
    }

    boolean ownsLock() {
        return locks.isOwner(this);
    }

    /** The server notices that the connection is gone. */
    void end() {
        locks.leave(this);
    }

    void granted() {
        granted.run();
    }

    void stolen() {
        stolen.run();
    }
}
