package io.github.ovnnb.ovsdb.session;

import io.github.ovnnb.ovsdb.protocol.MonitorSink;
import io.github.ovnnb.ovsdb.protocol.RowUpdate;
import io.github.ovnnb.ovsdb.replica.Load;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's first reply that begins to be taken in when it begins to arrive, and not when it is asked for: in between, other
 * monitors may change the replica.
 */
final class ArrivingRows implements MonitorSink {
    private final Supplier<Load> loads;
    private @Nullable Load load;

    ArrivingRows(Supplier<Load> loads) {
        this.loads = loads;
    }

    @Override
    public void begin(boolean resumed) {
        load = loads.get();
        load.begin(resumed);
    }

    @Override
    public void accept(RowUpdate update) {
        if (load == null) {
            throw new IllegalStateException("a row came before the beginning");
        }
        load.accept(update);
    }

    /** The long part of {@link #commit}; on any thread. */
    void prepare() {
        if (load != null) {
            load.prepare();
        }
    }

    void commit() {
        if (load != null) {
            load.commit();
        }
    }
}
