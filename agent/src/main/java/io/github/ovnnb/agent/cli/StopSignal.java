package io.github.ovnnb.agent.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGTERM or SIGINT, and the orderly end after it. */
final class StopSignal {
    private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

    /**
     * For what is under way to end (5 s) and the lease to be given back (two requests of up to 10 s), and less than the 30 s after which Kubernetes
     * kills the Pod.
     */
    static final Duration PATIENCE = Duration.ofSeconds(28);

    private final CompletableFuture<Void> given = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean orderly;

    /** What a command does until the signal. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** Does the work, which has to end soon after the signal, and then ends the process with 0. */
    int obeyedBy(Work work) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::giveAndWait, "stop"));
        try {
            work.run();
            orderly = true;
            log.info("stopped");
            return 0;
        } finally {
            ended.countDown();
        }
    }

    /** Completes when it has come. */
    CompletableFuture<Void> given() {
        return given;
    }

    boolean isGiven() {
        return given.isDone();
    }

    /** The virtual machine goes when its hooks are done, so this one waits for the orderly end. */
    private void giveAndWait() {
        given.complete(null);
        try {
            boolean inTime = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (inTime && orderly) {
                // By itself the virtual machine would say 143, as if the signal had killed it.
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
