package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.Attachment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "net1                                | net1.shop.ovn",
                "'net1, other/net2@eth7'             | net1.shop.ovn net2.other.ovn",
                "other/net1@net1                     | net1.other.ovn",
                "[{\"name\": \"net1\"}]              | net1.shop.ovn",
                "[{\"name\":\"net1\",\"namespace\":\"other\",\"interface\":\"eth1\",\"x\":{\"y\":1}}] | net1.other.ovn",
                "[]                                  | ''",
                "' '                                 | ''",
            })
    void readsBothForms(String text, String providers) {
        var networks = NetworksReader.read(text, "shop");

        assertThat(networks.fault()).isEmpty();
        assertThat(networks.attachments().stream()
                        .map(attachment -> attachment.provider().name())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(providers);
    }

    @Test
    void readsAddressesAsTheyAreWritten() {
        var text = "[{\"name\": \"net1\", \"ips\": [\"10.17.0.5/24\", \"fd00::5\"], \"mac\": \"02:00:00:00:00:05\"}]";

        assertThat(NetworksReader.read(text, "shop").attachments())
                .containsExactly(new Attachment(
                        "shop", "net1", List.of("10.17.0.5/24", "fd00::5"), Optional.of("02:00:00:00:00:05")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"name\":            | is not JSON",
                "{\"name\": \"net1\"}   | is no list",
                "[{\"namespace\": \"x\"}] | names the network \"x/\"",
                "net1,,net2             | names the network \"shop/\"",
                "'net 1'                | names the network \"shop/net 1\"",
                "a/b/c                  | names the network \"a/b/c\"",
            })
    void saysWhatItCanNotRead(String text, String what) {
        var networks = NetworksReader.read(text, "shop");

        assertThat(networks.attachments()).isEmpty();
        assertThat(networks.fault().orElseThrow())
                .startsWith("annotation k8s.v1.cni.cncf.io/networks: \"" + text + "\"")
                .contains(what, "; write net1,other-namespace/net2@eth2");
    }
}
