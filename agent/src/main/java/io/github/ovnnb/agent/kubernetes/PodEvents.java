package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.News;
import io.github.ovnnb.agent.domain.Notice;
import io.github.ovnnb.agent.domain.Notice.Subject;
import io.github.ovnnb.agent.domain.Obstacle;
import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.reconcile.Announcer;
import io.github.ovnnb.agent.reconcile.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events (core/v1) on Pods and their owners. One that repeats counts up the event that is there, as client-go does. Warnings and Normal Events wait in lanes of
 * their own, so that a burst of good news neither holds up a warning nor takes from the API server what the Pods need; what does not fit
 * into its lane, or is refused, is dropped.
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

    private final ApiServer api;
    private final Timer timer;
    private final InstantSource clock;
    private final boolean withNews;
    private final Lane warnings;
    private final Lane news;
    private final Map<Same, Sent> sent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Same, Sent> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean timerSet;
    private long names;

    private record Telling(Subject about, String type, String reason, String message, Instant at) {}

    /** At most so many at once, then so many a second. */
    private static final class Lane {
        private final Queue<Telling> waiting = new ArrayDeque<>();
        private final int burst;
        private final int perSecond;
        private final int mostWaiting;
        private double allowance;
        private Instant allowanceAt;

        Lane(int burst, int perSecond, int mostWaiting, Instant now) {
            this.burst = burst;
            this.perSecond = perSecond;
            this.mostWaiting = mostWaiting;
            this.allowance = burst;
            this.allowanceAt = now;
        }

        boolean add(Telling telling) {
            return waiting.size() < mostWaiting && waiting.add(telling);
        }

        /** Those that may go now. */
        List<Telling> take(Instant now) {
            double earned = Duration.between(allowanceAt, now).toMillis() * perSecond / 1_000.0;
            allowance = Math.min(burst, allowance + Math.max(0, earned));
            allowanceAt = now;
            var taken = new ArrayList<Telling>();
            for (; allowance >= 1 && !waiting.isEmpty(); allowance--) {
                taken.add(waiting.remove());
            }
            return taken;
        }

        boolean isEmpty() {
            return waiting.isEmpty();
        }
    }

    /** What makes two of them the same event. */
    private record Same(String uid, String reason, String message) {}

    private record Sent(String name, int count) {}

    /** @param withNews whether Normal Events are sent too */
    public PodEvents(KubernetesClient client, Timer timer, InstantSource clock, boolean withNews) {
        this.api = new ApiServer(client);
        this.timer = timer;
        this.clock = clock;
        this.warnings = new Lane(100, 20, 1_000, clock.instant());
        this.news = new Lane(20, 10, 2_000, clock.instant());
        this.withNews = withNews;
        this.names = clock.instant().toEpochMilli() << 20;
    }

    @Override
    public void warn(PodFacts pod, Obstacle obstacle) {
        tell(warnings, Subject.of(pod), "Warning", obstacle.reason(), obstacle.message());
    }

    @Override
    public void warn(Notice notice) {
        tell(warnings, notice.about(), "Warning", notice.reason(), notice.message());
    }

    @Override
    public void inform(PodFacts pod, News told) {
        if (withNews) {
            tell(news, Subject.of(pod), "Normal", told.reason(), told.message());
        }
    }

    private synchronized void tell(Lane lane, Subject about, String type, String reason, String message) {
        var at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (!lane.add(new Telling(about, type, reason, shorten(message), at))) {
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
            report(same, api.post(path, event(telling, name).toString()));
        } else {
            sent.put(same, new Sent(before.name(), before.count() + 1));
            report(
                    same,
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

    private void report(Same same, CompletableFuture<ApiServer.Answer> call) {
        var unused = call.whenComplete((answer, failure) -> {
            if (failure == null && answer.isSuccess()) {
                return;
            }
            log.debug(
                    "event {} not delivered: {}",
                    same.reason(),
                    failure == null ? answer.message() : ApiFailure.connection(failure));
            // The event may have expired (after an hour, by default) or never come into being: the next one is a new
            // one.
            forget(same);
        });
    }

    private synchronized void forget(Same same) {
        sent.remove(same);
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
