package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodWatchTest {
    private final List<String> heard = new ArrayList<>();
    private final PodWatch watch = new PodWatch(
            port -> heard.add("look at " + port), (port, uid) -> heard.add("look at " + port + ", deleted " + uid));

    @Test
    void offersThePortOfANewPod() {
        watch.onAdd(pod("u-1", "1", "Pending"));

        assertThat(heard).containsExactly("look at web-0.shop");
    }

    @Test
    void offersThePortOfAPodThatChanged() {
        watch.onUpdate(pod("u-1", "1", "Pending"), pod("u-1", "2", "Succeeded"));

        assertThat(heard).containsExactly("look at web-0.shop");
    }

    @Test
    void passesOverChangesThatWeDoNotLookAt() {
        watch.onUpdate(pod("u-1", "1", "Running"), pod("u-1", "2", "Running"));

        assertThat(heard).isEmpty();
    }

    @Test
    void givesTheUidOfAPodWhoseDeletionWasSeen() {
        watch.onDelete(pod("u-1", "1", "Running"), false);

        assertThat(heard).containsExactly("look at web-0.shop, deleted u-1");
    }

    @Test
    void claimsNothingAboutAPodThatIsOnlyMissing() {
        watch.onDelete(pod("u-1", "1", "Running"), true);

        assertThat(heard).containsExactly("look at web-0.shop");
    }

    @Test
    void knowsFromItsSuccessorThatAPodIsGone() {
        watch.onUpdate(pod("u-1", "1", "Running"), pod("u-2", "9", "Running"));

        assertThat(heard).containsExactly("look at web-0.shop, deleted u-1", "look at web-0.shop");
    }

    private static PodResource pod(String uid, String version, String phase) {
        return PartialSerialization.create()
                .unmarshal(
                        "{\"metadata\":{\"name\":\"web-0\",\"namespace\":\"shop\",\"uid\":\"" + uid
                                + "\",\"resourceVersion\":\"" + version + "\"},\"status\":{\"phase\":\"" + phase
                                + "\"}}",
                        PodResource.class);
    }
}
