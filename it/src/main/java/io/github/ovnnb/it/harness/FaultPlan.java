package io.github.ovnnb.it.harness;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Decides what happens to each message that passes a {@link FaultProxy}. Asked by many threads at once. */
@FunctionalInterface
public interface FaultPlan {

    Fault decide(Passage passage);

    /** Everything passes. */
    static FaultPlan none() {
        return passage -> Fault.pass();
    }

    /** This fault for the messages that match, and everything else passes. */
    static FaultPlan when(Predicate<Passage> messages, Fault fault) {
        return passage -> messages.test(passage) ? fault : Fault.pass();
    }

    /** This fault for the first message that matches, whatever its connection; after that everything passes. */
    static FaultPlan once(Predicate<Passage> messages, Fault fault) {
        var spent = new AtomicBoolean();
        return passage -> messages.test(passage) && spent.compareAndSet(false, true) ? fault : Fault.pass();
    }
}
