package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warning Events (core/v1) on Pods and their owners. One that repeats counts up the event that is there, as client-go does. At most {@value #BURST} at once and
 * then {@value #PER_SECOND} a second go out; what does not fit into the queue behind them, or is refused, is dropped.
 */
public final class PodEvents implements Announcer {
    /** Shown as the event's source. */
    public static final String COMPONENT = "ovn-nb-agent";

    private static final Logger log = LoggerFactory.getLogger(PodEvents.class);
    private static final int BURST = 100;
    private static final int PER_SECOND = 20;
    private static final int MOST_WAITING = 1_000;
    private static final int REMEMBERED = 4_096;
    /** The API server's own limit, in bytes; our messages are ASCII. */
    private static final int LONGEST_MESSAGE = 1_024;
    /** Of 253, leaving room for the suffix. */
    private static final int LONGEST_NAME = 230;

    private final ApiServer api;
    private final Timer timer;
    private final InstantSource clock;
    private final Queue<Telling> waiting = new ArrayDeque<>();
    private final Map<Same, Sent> sent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Same, Sent> eldest) {
            return size() > REMEMBERED;
        }
    };
    private double allowance = BURST;
    private Instant allowanceAt;
    private boolean timerSet;
    private long names;

    private record Telling(Subject about, String reason, String message) {}

    /** What makes two warnings the same event. */
    private record Same(String uid, String reason, String message) {}

    private record Sent(String name, int count) {}

    public PodEvents(KubernetesClient client, Timer timer, InstantSource clock) {
        this.api = new ApiServer(client);
        this.timer = timer;
        this.clock = clock;
        this.allowanceAt = clock.instant();
        this.names = clock.instant().toEpochMilli() << 20;
    }

    @Override
    public void warn(PodFacts pod, Obstacle obstacle) {
        warn(new Notice(Subject.of(pod), obstacle.reason(), obstacle.message()));
    }

    @Override
    public synchronized void warn(Notice notice) {
        var about = notice.about();
        if (waiting.size() == MOST_WAITING) {
            log.debug(
                    "too many events: dropping {} for {} {}/{}",
                    notice.reason(),
                    about.kind(),
                    about.namespace(),
                    about.name());
            return;
        }
        waiting.add(new Telling(about, notice.reason(), shorten(notice.message())));
        pump();
    }

    private static String shorten(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 3) + "...";
    }

    private void pump() {
        var now = clock.instant();
        double earned = Duration.between(allowanceAt, now).toMillis() * PER_SECOND / 1_000.0;
        allowance = Math.min(BURST, allowance + Math.max(0, earned));
        allowanceAt = now;
        for (; allowance >= 1 && !waiting.isEmpty(); allowance--) {
            send(waiting.remove(), now.truncatedTo(ChronoUnit.SECONDS));
        }
        if (!waiting.isEmpty() && !timerSet) {
            timerSet = true;
            timer.after(Duration.ofSeconds(1), this::pumpLater);
        }
    }

    private synchronized void pumpLater() {
        timerSet = false;
        pump();
    }

    private void send(Telling telling, Instant now) {
        var same = new Same(telling.about().uid(), telling.reason(), telling.message());
        var before = sent.get(same);
        var path = "/api/v1/namespaces/" + telling.about().namespace() + "/events";
        if (before == null) {
            var name = nextName(telling.about());
            sent.put(same, new Sent(name, 1));
            report(same, api.post(path, event(telling, name, now).toString()));
        } else {
            sent.put(same, new Sent(before.name(), before.count() + 1));
            report(
                    same,
                    api.mergePatch(
                            path + "/" + before.name(),
                            again(before.count() + 1, now).toString()));
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

    private static ObjectNode event(Telling telling, String name, Instant now) {
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
        event.put("type", "Warning").put("reason", telling.reason()).put("message", telling.message());
        event.putObject("source").put("component", COMPONENT);
        event.put("reportingComponent", COMPONENT).put("reportingInstance", COMPONENT);
        return event.put("count", 1).put("firstTimestamp", now.toString()).put("lastTimestamp", now.toString());
    }

    private static ObjectNode again(int count, Instant now) {
        return JsonNodeFactory.instance.objectNode().put("count", count).put("lastTimestamp", now.toString());
    }
}
