package io.github.ovnnb.agent.reconcile;

import io.github.ovnnb.agent.domain.News;
import io.github.ovnnb.agent.domain.Notice;
import io.github.ovnnb.agent.domain.Observation;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.PortIdentity;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells users what they do not know yet, as an Event and as a line of the log. Confined to the reconciler's thread. */
final class Voice {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final Announcer announcer;
    private final Told told = new Told();

    Voice(Announcer announcer) {
        this.announcer = announcer;
    }

    /** The port is served, or nobody waits for it any more: the same obstacle would be news again. */
    void forget(PortIdentity port) {
        told.forget(port);
    }

    void forgetAllBut(Predicate<PortIdentity> stillThere) {
        told.forgetAllBut(stillThere);
    }

    void tell(PortIdentity port, PodFacts pod, Obstacle obstacle, long sweeps) {
        if (told.isNews(port, pod, obstacle, sweeps)) {
            log.info("{}: Pod {}/{} waits: {}", port, pod.namespace(), pod.name(), obstacle.message());
            announcer.warn(pod, obstacle);
        }
    }

    void tell(Notice notice, long sweeps) {
        if (told.isNews(notice, sweeps)) {
            var about = notice.about();
            log.warn("{} {}/{}: {}", about.kind(), about.namespace(), about.name(), notice.message());
            announcer.warn(notice);
        }
    }

    void inform(List<PodFacts> pods, String uid, News news) {
        pods.stream().filter(pod -> pod.uid().equals(uid)).forEach(pod -> announcer.inform(pod, news));
    }

    /** To Pods that still are there to be told: those that have run to completion. */
    void informOfRelease(Observation seen) {
        seen.row()
                .flatMap(row -> News.released(seen.port(), row))
                .ifPresent(news ->
                        seen.pods().stream().filter(PodFacts::isFinished).forEach(pod -> announcer.inform(pod, news)));
    }
}
