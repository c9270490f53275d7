package io.github.ovnnb.agent.kubernetes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecWatchTest {
    private final Map<String, SubnetResource> cache = new LinkedHashMap<>();
    private final List<Set<Subnet>> catalogs = new ArrayList<>();
    private final SpecWatch<SubnetResource, SubnetSpec, Subnet> watch =
            SpecWatch.ofSubnets(cache::values, catalogs::add);

    @Test
    void gathersTheFirstSubnetsIntoOneCatalog() {
        add(subnet("a", "10.1.0.0/16", ""));
        add(subnet("b", "10.2.0.0/16", ""));
        assertThat(catalogs).isEmpty();

        watch.begin();
        assertThat(catalogs).hasSize(1);
        assertThat(latest()).containsExactlyInAnyOrder("a 10.1.0.0/16", "b 10.2.0.0/16");
    }

    @Test
    void saysSoWhenThereAreNone() {
        watch.begin();

        assertThat(latest()).isEmpty();
    }

    @Test
    void givesANewCatalogForEveryChange() {
        watch.begin();
        add(subnet("a", "10.1.0.0/24", ""));
        change(subnet("a", "10.1.0.0/16", ""));
        assertThat(latest()).containsExactly("a 10.1.0.0/16");

        remove("a");
        assertThat(latest()).isEmpty();
        assertThat(catalogs).hasSize(4);
    }

    @Test
    void passesOverTheStatus() {
        watch.begin();
        add(subnet("a", "10.1.0.0/16", "\"v4usingIPs\":1"));
        change(subnet("a", "10.1.0.0/16", "\"v4usingIPs\":2"));

        assertThat(catalogs).hasSize(2);
    }

    @Test
    void leavesOutASubnetThatCannotBeReadAndKeepsTheOthers() {
        watch.begin();
        add(subnet("good", "10.1.0.0/16", ""));
        add(subnet("bad", "10.2.0.0/99", ""));

        assertThat(latest()).containsExactly("good 10.1.0.0/16");
    }

    @Test
    void goesOnWithWhatASubnetWasBeforeItBecameUnreadable() {
        watch.begin();
        add(subnet("a", "10.1.0.0/16", ""));
        change(subnet("a", "10.1.0.0/99", ""));
        add(subnet("b", "10.2.0.0/16", ""));

        assertThat(latest()).containsExactlyInAnyOrder("a 10.1.0.0/16", "b 10.2.0.0/16");
    }

    private void add(SubnetResource subnet) {
        cache.put(subnet.name(), subnet);
        watch.onAdd(subnet);
    }

    private void change(SubnetResource subnet) {
        var before = requireNonNull(cache.put(subnet.name(), subnet));
        watch.onUpdate(before, subnet);
    }

    private void remove(String name) {
        watch.onDelete(requireNonNull(cache.remove(name)), false);
    }

    private Collection<String> latest() {
        return catalogs.get(catalogs.size() - 1).stream()
                .map(subnet -> subnet.name() + " " + subnet.cidrText())
                .toList();
    }

    private static SubnetResource subnet(String name, String cidr, String status) {
        return PartialSerialization.create()
                .unmarshal(
                        "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"cidrBlock\":\"" + cidr
                                + "\"},\"status\":{" + status + "}}",
                        SubnetResource.class);
    }
}
