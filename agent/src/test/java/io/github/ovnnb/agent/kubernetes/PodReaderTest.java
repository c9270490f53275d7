package io.github.ovnnb.agent.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.PodFacts;
import io.github.ovnnb.agent.domain.Provider;
import io.github.ovnnb.agent.reconcile.PodLookup.Answer;
import io.github.ovnnb.agent.reconcile.PodLookup.Failed;
import io.github.ovnnb.agent.reconcile.PodLookup.Found;
import io.github.ovnnb.agent.reconcile.PodLookup.NotThere;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PodReaderTest {
    private static Answer read(int code, String body) {
        return PodReader.read(new ApiServer.Answer(code, body.getBytes(UTF_8)), Instant.parse("2026-01-01T00:10:00Z"));
    }

    @Test
    void readsWhatMattersOfThePod() {
        var answer = read(200, """
                {"kind":"Pod","metadata":{"name":"web-0","namespace":"shop","uid":"u-1","resourceVersion":"7",
                 "annotations":{"ovn.kubernetes.io/allocated":"true"}},
                 "spec":{"nodeName":"node-2"},"status":{"phase":"Running"}}""");

        assertThat(answer).isInstanceOfSatisfying(Found.class, found -> {
            assertThat(found.pod().uid()).isEqualTo("u-1");
            assertThat(found.pod().nodeName()).isEqualTo("node-2");
            assertThat(found.pod().phase()).isEqualTo(PodFacts.Phase.RUNNING);
            assertThat(found.pod().isAllocated(Provider.DEFAULT)).isTrue();
        });
    }

    @Test
    void knowsThatItIsOverdueByTheTimeOfTheAnswer() {
        var answer = read(200, """
                {"metadata":{"name":"web-0","namespace":"shop","uid":"u-1","deletionTimestamp":"2026-01-01T00:00:00Z",
                 "deletionGracePeriodSeconds":30},"status":{"phase":"Running"}}""");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.pod().overdue()).isTrue());
    }

    @Test
    void aNameThatNobodyHasIsAnAnswer() {
        assertThat(read(404, "{\"message\":\"pods \\\"web-0\\\" not found\"}")).isEqualTo(new NotThere());
    }

    @Test
    void passesOnWhatTheApiServerSays() {
        assertThat(read(403, "{\"message\":\"pods is forbidden\"}")).isEqualTo(new Failed("pods is forbidden"));
    }

    @Test
    void doesNotTakeAnythingElseForAPod() {
        assertThat(read(200, "<html>")).isInstanceOf(Failed.class);
    }
}
