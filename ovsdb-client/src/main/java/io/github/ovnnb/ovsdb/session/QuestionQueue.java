package io.github.ovnnb.ovsdb.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Questions that have not been answered; what changes nothing is asked again on every new connection until its deadline. Confined to
 * the loop.
 */
final class QuestionQueue {
    private final Loop loop;
    private final Set<Entry<?>> open = new LinkedHashSet<>();
    private @Nullable Calls connection;

    QuestionQueue(Loop loop) {
        this.loop = loop;
    }

    <T> void submit(Question<T> question) {
        var entry = new Entry<>(question);
        open.add(entry);
        entry.timer = loop.schedule(
                question.deadline(),
                () -> entry.unanswered("no answer within " + question.deadline().toMillis() + " ms"));
        if (connection != null) {
            entry.ask(connection);
        }
    }

    void connected(Calls calls) {
        // Comes again on the same connection after a conversion: what was asked over it will be answered.
        if (connection != calls) {
            connection = calls;
            List.copyOf(open).forEach(entry -> entry.ask(calls));
        }
    }

    void lost() {
        connection = null;
        List.copyOf(open).forEach(Entry::lost);
    }

    void close(String reason) {
        lost();
        new ArrayList<>(open).forEach(entry -> entry.unanswered(reason));
    }

    private final class Entry<T> {
        private final Question<T> question;
        private Loop.@Nullable Timer timer;
        private boolean asked;

        Entry(Question<T> question) {
            this.question = question;
        }

        void ask(Calls calls) {
            asked = true;
            calls.call(
                    question.request(),
                    question.shape(),
                    result -> {
                        if (isFirstEnd()) {
                            question.answer().answered(result);
                        }
                    },
                    error -> {
                        if (isFirstEnd()) {
                            question.answer().refused(error);
                        }
                    });
        }

        void lost() {
            if (asked && !question.repeatable()) {
                unanswered("the connection was lost before the answer");
            }
        }

        void unanswered(String reason) {
            if (!isFirstEnd()) {
                return;
            }
            if (asked && !question.repeatable()) {
                question.answer().unknown(reason);
            } else {
                question.answer().unanswered(reason);
            }
        }

        private boolean isFirstEnd() {
            if (timer != null) {
                timer.cancel();
            }
            return open.remove(this);
        }
    }
}
