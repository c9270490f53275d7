package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.News;
import io.github.ovnnb.agent.domain.Notice;
import io.github.ovnnb.agent.domain.Notice.Subject;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.kubernetes.EventLane.Telling;
import io.github.ovnnb.agent.reconcile.Announcer;
import io.github.ovnnb.agent.reconcile.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events (core/v1) on Pods and their owners. One that repeats counts up the event that is there, as client-go does. Warnings and Normal Events wait in lanes of
 * their own, so that a burst of good news neither holds up a warning nor takes from the API server what the Pods need; what does not fit
 * into its lane, or is refused, is dropped. A warning that an API server was not there to take is tried again for some minutes: until the obstacle is
 * another one, nobody would say it again.
 */
public final class PodEvents implements Announcer {
    /** Shown as the event's source. */
    public static final String COMPONENT = "ovn-nb-agent";

    private static final Logger log = LoggerFactory.getLogger(PodEvents.class);
    private static final int REMEMBERED = 4_096;
    /** The API server's own limit, in bytes; our messages are ASCII. */
    private static final int LONGEST_MESSAGE = 1_024;
    /** Of 253, leaving room for the suffix. */
    private static final int LONGEST_NAME = 230;

    private static final String WARNING = "Warning";

    /** With the pauses below, some six minutes; a port that still waits is told of again after ten sweeps anyway. */
    private static final int MOST_FAILURES = 10;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final int MOST_RETRYING = 1_000;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final ApiServer api;
    private final Timer timer;
    private final InstantSource clock;
    private final boolean withNews;
    private final EventLane warnings;
    private final EventLane news;
    private final Map<Same, Sent> sent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Same, Sent> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean timerSet;
    private int retrying;
    private long names;

    /** What makes two of them the same event. */
    private record Same(String uid, String reason, String message) {}

    private record Sent(String name, int count) {}

    /** @param withNews whether Normal Events are sent too */
    public PodEvents(KubernetesClient client, Timer timer, InstantSource clock, boolean withNews) {
        this.api = new ApiServer(client);
        this.timer = timer;
        this.clock = clock;
        this.warnings = new EventLane(100, 20, 1_000, clock.instant());
        this.news = new EventLane(20, 10, 2_000, clock.instant());
        this.withNews = withNews;
        this.names = clock.instant().toEpochMilli() << 20;
    }

    @Override
    public void warn(PodFacts pod, Obstacle obstacle) {
        tell(warnings, Subject.of(pod), WARNING, obstacle.reason(), obstacle.message());
    }

    @Override
    public void warn(Notice notice) {
        tell(warnings, notice.about(), WARNING, notice.reason(), notice.message());
    }

    @Override
    public void inform(PodFacts pod, News told) {
        if (withNews) {
            tell(news, Subject.of(pod), "Normal", told.reason(), told.message());
        }
    }

    private synchronized void tell(EventLane lane, Subject about, String type, String reason, String message) {
        var at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (!lane.add(new Telling(about, type, reason, shorten(message), at, 0))) {
            log.debug(
                    "too many events: dropping {} for {} {}/{}", reason, about.kind(), about.namespace(), about.name());
            return;
        }
        pump();
    }

    private static String shorten(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 3) + "...";
    }

    private void pump() {
        var now = clock.instant();
        warnings.take(now).forEach(this::send);
        news.take(now).forEach(this::send);
        if (!(warnings.isEmpty() && news.isEmpty()) && !timerSet) {
            timerSet = true;
            timer.after(Duration.ofSeconds(1), this::pumpLater);
        }
    }

    private synchronized void pumpLater() {
        timerSet = false;
        pump();
    }

    private void send(Telling telling) {
        var same = new Same(telling.about().uid(), telling.reason(), telling.message());
        var before = sent.get(same);
        var path = "/api/v1/namespaces/" + telling.about().namespace() + "/events";
        if (before == null) {
            var name = nextName(telling.about());
            sent.put(same, new Sent(name, 1));
            report(same, telling, api.post(path, event(telling, name).toString()));
        } else {
            sent.put(same, new Sent(before.name(), before.count() + 1));
            report(
                    same,
                    telling,
                    api.mergePatch(
                            path + "/" + before.name(),
                            again(before.count() + 1, telling.at()).toString()));
        }
    }

    private String nextName(Subject about) {
        var name = about.name().length() <= LONGEST_NAME
                ? about.name()
                : about.name().substring(0, LONGEST_NAME);
        return name + "." + Long.toHexString(names++);
    }

    private void report(Same same, Telling telling, CompletableFuture<ApiServer.Answer> call) {
        var unused = call.whenComplete((answer, failure) -> {
            if (failure != null || !answer.isSuccess()) {
                log.debug(
                        "event {} not delivered: {}",
                        same.reason(),
                        failure == null ? answer.message() : ApiFailure.connection(failure));
                notDelivered(same, telling, failure != null || mayBeTakenLater(answer.code()));
            }
        });
    }

    private static boolean mayBeTakenLater(int code) {
        return code >= SERVER_ERROR || code == TOO_MANY_REQUESTS;
    }

    private synchronized void notDelivered(Same same, Telling telling, boolean mayBeTakenLater) {
        // The event may have expired (after an hour, by default) or never come into being: the next one is a new one.
        var before = sent.remove(same);
        boolean hasExpired = before != null && before.count() > 1 && !mayBeTakenLater;
        if ((mayBeTakenLater || hasExpired) && telling.type().equals(WARNING) && telling.failures() < MOST_FAILURES) {
            retry(telling);
        }
    }

    private void retry(Telling telling) {
        if (retrying < MOST_RETRYING) {
            retrying++;
            var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(telling.failures(), MOST_DOUBLINGS));
            timer.after(pause, () -> retryNow(telling.failed()));
        }
    }

    private synchronized void retryNow(Telling telling) {
        retrying--;
        if (warnings.add(telling)) {
            pump();
        }
    }

    private static ObjectNode event(Telling telling, String name) {
        var at = telling.at().toString();
        var about = telling.about();
        var event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", name).put("namespace", about.namespace());
        event.putObject("involvedObject")
                .put("apiVersion", about.apiVersion())
                .put("kind", about.kind())
                .put("namespace", about.namespace())
                .put("name", about.name())
                .put("uid", about.uid())
                .put("resourceVersion", about.resourceVersion());
        event.put("type", telling.type()).put("reason", telling.reason()).put("message", telling.message());
        event.putObject("source").put("component", COMPONENT);
        event.put("reportingComponent", COMPONENT).put("reportingInstance", COMPONENT);
        return event.put("count", 1).put("firstTimestamp", at).put("lastTimestamp", at);
    }

    private static ObjectNode again(int count, Instant at) {
        return JsonNodeFactory.instance.objectNode().put("count", count).put("lastTimestamp", at.toString());
    }
}
