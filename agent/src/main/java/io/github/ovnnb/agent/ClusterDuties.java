package io.github.ovnnb.agent;

import io.github.ovnnb.agent.domain.PortIdentity;
import io.github.ovnnb.agent.reconcile.IpRecorder;
import io.github.ovnnb.agent.reconcile.SubnetReporter;
import java.util.Optional;

/**
 * What one agent does for the whole cluster, beside serving Pods: the status of subnets and pools, and the {@code IP} resources. Confined to
 * the reconciler's thread.
 */
final class ClusterDuties {
    private final Optional<SubnetReporter> reporter;
    private final Optional<IpRecorder> recorder;
    /** Whether we see what there is in the whole cluster; without, nothing can be said of it. */
    private boolean seesAll;

    ClusterDuties(Optional<SubnetReporter> reporter, Optional<IpRecorder> recorder, boolean seesAll) {
        this.reporter = reporter;
        this.recorder = recorder;
        this.seesAll = seesAll;
    }

    void seesAll(boolean all) {
        seesAll = all;
        if (!all) {
            stop();
        }
    }

    void start() {
        if (seesAll) {
            reporter.ifPresent(SubnetReporter::start);
            recorder.ifPresent(IpRecorder::start);
        }
    }

    void stop() {
        reporter.ifPresent(SubnetReporter::stop);
        recorder.ifPresent(IpRecorder::stop);
    }

    /** Its row, its Pod or its {@code IP} may have. */
    void portChanged(PortIdentity port) {
        if (seesAll) {
            recorder.ifPresent(records -> records.portChanged(port));
        }
    }
}
