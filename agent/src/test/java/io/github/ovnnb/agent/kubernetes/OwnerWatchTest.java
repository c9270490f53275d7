package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.reconcile.OwnerKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerWatchTest {
    private final List<String> heard = new ArrayList<>();
    private final OwnerWatch<StatefulSetResource> watch = new OwnerWatch<>(
            set -> new OwnerKey("StatefulSet", set.namespace(), set.name()),
            StatefulSetResource::wantsTheSameAs,
            owner -> heard.add("changed " + owner.kind() + " " + owner.namespace() + "/" + owner.name()),
            (owner, uid) -> heard.add("deleted " + uid));

    @Test
    void tellsOfASetThatWasScaled() {
        watch.onUpdate(set("u-1", 3, ""), set("u-1", 2, ""));

        assertThat(heard).containsExactly("changed StatefulSet shop/web");
    }

    @Test
    void passesOverAStatusThatChanged() {
        watch.onUpdate(set("u-1", 3, ""), set("u-1", 3, "\"readyReplicas\":2"));

        assertThat(heard).isEmpty();
    }

    @Test
    void givesTheUidOfASetWhoseDeletionWasSeen() {
        watch.onDelete(set("u-1", 3, ""), false);

        assertThat(heard).containsExactly("deleted u-1");
    }

    @Test
    void claimsNothingAboutASetThatIsOnlyMissing() {
        watch.onDelete(set("u-1", 3, ""), true);

        assertThat(heard).containsExactly("changed StatefulSet shop/web");
    }

    @Test
    void knowsFromItsSuccessorThatASetIsGone() {
        watch.onUpdate(set("u-1", 3, ""), set("u-2", 3, ""));

        assertThat(heard).containsExactly("deleted u-1", "changed StatefulSet shop/web");
    }

    private static StatefulSetResource set(String uid, int replicas, String status) {
        return PartialSerialization.create()
                .unmarshal(
                        "{\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\",\"uid\":\"" + uid
                                + "\"},\"spec\":{\"replicas\":" + replicas + "},\"status\":{" + status + "}}",
                        StatefulSetResource.class);
    }
}
