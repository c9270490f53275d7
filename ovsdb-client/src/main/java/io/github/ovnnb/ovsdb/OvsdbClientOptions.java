package io.github.ovnnb.ovsdb;

import io.github.ovnnb.ovsdb.replica.TableDefinition;
import io.github.ovnnb.ovsdb.session.Backoff;
import io.github.ovnnb.ovsdb.session.MessageLimits;
import io.github.ovnnb.ovsdb.session.Patience;
import io.github.ovnnb.ovsdb.session.PhaseDeadlines;
import io.github.ovnnb.ovsdb.session.Remotes;
import io.github.ovnnb.ovsdb.session.SessionSettings;
import io.github.ovnnb.ovsdb.session.TlsFiles;
import io.github.ovnnb.ovsdb.session.Transport;
import io.github.ovnnb.ovsdb.session.WhileDisconnected;
import io.github.ovnnb.ovsdb.session.Window;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Which database a client talks to, what it keeps a copy of, and how patient it is. Immutable. */
public final class OvsdbClientOptions {
    private final SessionSettings session;
    private final UnaryOperator<Remotes> order;
    private final List<TableDefinition> tables;
    private final Duration transactionDeadline;
    private final int unfinishedTransactions;
    private final Optional<TlsFiles> tls;
    private final Optional<Transport> transport;
    private final Function<String, ClientMetrics> metrics;

    private OvsdbClientOptions(Builder builder, Remotes remotes) {
        var random = builder.random;
        order = builder.shuffle ? list -> list.shuffled(random) : UnaryOperator.identity();
        session = new SessionSettings(
                order.apply(remotes),
                builder.database,
                builder.leaderOnly,
                builder.history,
                builder.rehearsal,
                builder.probeInterval,
                builder.backoff,
                builder.phaseDeadlines,
                builder.window,
                builder.whileDisconnected,
                builder.messageLimits);
        tables = List.copyOf(builder.tables);
        transactionDeadline = builder.transactionDeadline;
        unfinishedTransactions = builder.unfinishedTransactions;
        tls = Optional.ofNullable(builder.tls);
        transport = Optional.ofNullable(builder.transport);
        metrics = builder.metrics;
    }

    /** {@return options with their defaults, to be filled in} */
    public static Builder builder() {
        return new Builder();
    }

    /** The remotes of a list in the order in which they are to be tried. */
    Remotes remotes(String commaSeparated) {
        return order.apply(Remotes.parse(commaSeparated));
    }

    SessionSettings session() {
        return session;
    }

    List<TableDefinition> tables() {
        return tables;
    }

    Duration transactionDeadline() {
        return transactionDeadline;
    }

    int unfinishedTransactions() {
        return unfinishedTransactions;
    }

    Optional<TlsFiles> tls() {
        return tls;
    }

    Optional<Transport> transport() {
        return transport;
    }

    ClientMetrics newMetrics() {
        return metrics.apply(session.database());
    }

    /** Only {@link #remotes} and {@link #database} must be said. */
    public static final class Builder {
        private final List<TableDefinition> tables = new ArrayList<>();
        private String remotes = "";
        private String database = "";
        private boolean shuffle = true;
        private boolean leaderOnly = true;
        private boolean history = true;
        private boolean rehearsal = true;
        private RandomGenerator random = new SplittableRandom();
        private Duration probeInterval = Duration.ofSeconds(5);
        private Backoff backoff = Backoff.DEFAULT;
        private PhaseDeadlines phaseDeadlines = PhaseDeadlines.DEFAULT;
        private Window window = Window.DEFAULT;
        private WhileDisconnected whileDisconnected = WhileDisconnected.WAIT;
        private MessageLimits messageLimits = MessageLimits.DEFAULT;
        private int unfinishedTransactions = 65_536;
        private Duration transactionDeadline = Duration.ofSeconds(30);
        private Function<String, ClientMetrics> metrics = ofDatabase -> ClientMetrics.NONE;
        private @Nullable TlsFiles tls;
        private @Nullable Transport transport;

        private Builder() {}

        /** As OVS writes them, for example {@code ssl:10.0.0.1:6641,ssl:[fd00::2]:6641} or {@code unix:/run/ovn/ovnnb_db.sock}. */
        public Builder remotes(String commaSeparated) {
            remotes = commaSeparated;
            return this;
        }

        /** For example {@code OVN_Northbound}. */
        public Builder database(String name) {
            database = name;
            return this;
        }

        /** What the replica holds, with the indexes to find it by. May be called several times. */
        public Builder monitor(TableDefinition... more) {
            tables.addAll(List.of(more));
            return this;
        }

        /** The same for a collection. */
        public Builder monitor(Collection<TableDefinition> more) {
            tables.addAll(more);
            return this;
        }

        /** Whether to use a cluster's leader only; true by default. A follower answers from a copy that may be a little old. */
        public Builder leaderOnly(boolean only) {
            leaderOnly = only;
            return this;
        }

        /** Whether to try the remotes in an order of chance; true by default. */
        public Builder shuffle(boolean yes) {
            shuffle = yes;
            return this;
        }

        /** Where the order of the remotes comes from. */
        public Builder random(RandomGenerator source) {
            random = source;
            return this;
        }

        /** For {@code ssl:} remotes. */
        public Builder tls(TlsFiles files) {
            tls = files;
            return this;
        }

        /** Threads and sockets to share with other clients; the client does not close it. By default it has its own. */
        public Builder transport(Transport shared) {
            transport = shared;
            return this;
        }

        /** Silence after which the server is asked for an echo, and again after which it is given up; 5 s by default, zero never. */
        public Builder probeInterval(Duration interval) {
            probeInterval = Patience.require("a probe's interval", interval);
            return this;
        }

        /** 1 s to 8 s by default. */
        public Builder backoff(Backoff pauses) {
            backoff = pauses;
            return this;
        }

        /** How long each phase of a connection may take; see the defaults there. */
        public Builder phaseDeadlines(PhaseDeadlines deadlines) {
            phaseDeadlines = deadlines;
            return this;
        }

        /** How long a transaction may take, waiting for a connection included; 30 s by default. */
        public Builder transactionDeadline(Duration deadline) {
            transactionDeadline = Patience.require("a transaction's deadline", deadline);
            return this;
        }

        /**
         * How many transactions may wait or be on the wire; one more ends at once as not sent. 65,536 by default.
         *
         * @throws IllegalArgumentException if it is none
         */
        public Builder unfinishedTransactions(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("no transaction could be given with room for " + most);
            }
            unfinishedTransactions = most;
            return this;
        }

        /** How much may be on the wire unanswered. */
        public Builder window(Window unanswered) {
            window = unanswered;
            return this;
        }

        /** How large a message of the server's may be; beyond, the connection is given up. */
        public Builder messageLimits(MessageLimits limits) {
            messageLimits = limits;
            return this;
        }

        /** Whether transactions wait for a connection or end at once as not sent; they wait by default. */
        public Builder whileDisconnected(WhileDisconnected choice) {
            whileDisconnected = choice;
            return this;
        }

        /** Whether to resume with {@code monitor_cond_since} where the server can; true by default. */
        public Builder resume(boolean yes) {
            history = yes;
            return this;
        }

        /**
         * Whether the first client of a process uses the time in which its server composes the first dump: it then loads made-up rows
         * over and over on a thread of its own, so that the JIT has compiled the way of the real ones when they come. True by default;
         * it ends with the first byte of the answer, and does nothing where there is but one processor.
         */
        public Builder rehearsal(boolean yes) {
            rehearsal = yes;
            return this;
        }

        /** Where to count. Micrometer need not be on the class path of those who do not call this. */
        public Builder meterRegistry(MeterRegistry registry) {
            metrics = ofDatabase -> MicrometerMetrics.in(registry, ofDatabase);
            return this;
        }

        /** Throws IllegalArgumentException if the remotes cannot be understood, something is missing or a table is named twice. */
        public OvsdbClientOptions build() {
            if (database.isBlank()) {
                throw new IllegalArgumentException("no database is named, such as OVN_Northbound");
            }
            var names = new HashSet<String>();
            for (var table : tables) {
                if (!names.add(table.table())) {
                    throw new IllegalArgumentException(
                            "the table \"" + table.table() + "\" is named twice: one monitor a table");
                }
            }
            return new OvsdbClientOptions(this, Remotes.parse(remotes));
        }
    }
}
