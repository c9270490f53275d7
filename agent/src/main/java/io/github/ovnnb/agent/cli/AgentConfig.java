package io.github.ovnnb.agent.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.ovnnb.agent.domain.DhcpSpec;
import io.github.ovnnb.agent.domain.PortDefaults;
import io.github.ovnnb.agent.domain.RetentionPolicy;
import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import io.github.ovnnb.agent.domain.Subnet;
import io.github.ovnnb.agent.domain.SubnetSpec;
import io.github.ovnnb.agent.kubernetes.Duties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The YAML configuration file, read and checked.
 *
 * @param subnets used when the cluster has no {@code subnets.kubeovn.io}
 * @param ports what holds of every port where nobody says otherwise
 * @param http where metrics and health are served
 * @param duties what else of kube-ovn-controller's work is done
 * @param normalEvents whether Pods get Normal Events, too
 */
record AgentConfig(List<Subnet> subnets, PortDefaults ports, HttpConfig http, Duties duties, boolean normalEvents) {
    /** @param port TCP port, 0 for any free one; @param address the one to listen on, all if empty text */
    record HttpConfig(int port, String address) {
        static final HttpConfig DEFAULT = new HttpConfig(10670, "");
    }

    static final AgentConfig DEFAULT = new AgentConfig(
            List.of(), new PortDefaults(false), HttpConfig.DEFAULT, KubeOvnEntry.DEFAULT.duties(), true);

    /** A configuration that can't be used; the message is one line for the user. */
    static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    static AgentConfig read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException missing) {
            throw new Unusable("configuration " + file + ": no such file");
        } catch (IOException unreadable) {
            throw new Unusable("configuration " + file + ": can't be read: " + unreadable.getMessage());
        }
    }

    static AgentConfig parse(String yaml, String name) {
        try {
            var mapper = YAMLMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();
            var nothing = mapper.readTree(yaml);
            return nothing.isMissingNode() || nothing.isNull()
                    ? DEFAULT
                    : mapper.readValue(yaml, Document.class).check(name);
        } catch (UnrecognizedPropertyException unknown) {
            throw new Unusable(
                    "configuration " + name + where(unknown) + ": unknown field \"" + unknown.getPropertyName()
                            + "\"; known are "
                            + Optional.ofNullable(unknown.getKnownPropertyIds()).orElse(List.of()).stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        } catch (JsonProcessingException malformed) {
            throw new Unusable("configuration " + name + where(malformed) + ": " + firstLine(malformed));
        }
    }

    private static String where(JsonProcessingException problem) {
        var location = problem.getLocation();
        var path = problem instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                        .collect(Collectors.joining())
                : "";
        return (location == null ? "" : " line " + location.getLineNr())
                + (path.isEmpty() ? "" : " (" + path.substring(path.startsWith(".") ? 1 : 0) + ")");
    }

    private static String firstLine(JsonProcessingException problem) {
        return Optional.ofNullable(problem.getOriginalMessage())
                .orElse("not YAML")
                .lines()
                .findFirst()
                .orElse("not YAML");
    }

    /** The file as it is written. */
    record Document(
            @Nullable List<SubnetEntry> subnets,
            @Nullable Boolean portSecurity,
            @Nullable Boolean defaultNetwork,
            @Nullable RetentionEntry retention,
            @Nullable HttpEntry http,
            @Nullable KubeOvnEntry kubeOvn,
            @Nullable EventsEntry events) {
        AgentConfig check(String name) {
            var faults = new ArrayList<String>();
            var good = new ArrayList<Subnet>();
            var names = new HashSet<String>();
            for (var entry : subnets == null ? List.<SubnetEntry>of() : subnets) {
                var reading = entry.spec().read();
                if (reading instanceof SubnetSpec.Bad bad) {
                    faults.add(bad.message());
                } else if (!names.add(entry.spec().name())) {
                    faults.add("Subnet \"" + entry.spec().name() + "\" is there twice");
                } else {
                    good.add(((SubnetSpec.Good) reading).subnet());
                }
            }
            var policy = retention == null ? RetentionPolicy.RELEASE : retention.check(faults);
            var endpoint = http == null ? HttpConfig.DEFAULT : http.check(faults);
            if (!faults.isEmpty()) {
                throw new Unusable("configuration " + name + ": " + String.join("; ", faults));
            }
            return new AgentConfig(
                    good,
                    new PortDefaults(
                            portSecurity != null && portSecurity, policy, defaultNetwork == null || defaultNetwork),
                    endpoint,
                    (kubeOvn == null ? KubeOvnEntry.DEFAULT : kubeOvn).duties(),
                    events == null || events.normal() == null || events.normal());
        }
    }

    /** What else of kube-ovn-controller's work is done. */
    record KubeOvnEntry(
            @Nullable Boolean subnetStatus, @Nullable Boolean ipResources) {
        static final KubeOvnEntry DEFAULT = new KubeOvnEntry(null, null);

        Duties duties() {
            return new Duties(subnetStatus != null && subnetStatus, ipResources == null || ipResources);
        }
    }

    record EventsEntry(@Nullable Boolean normal) {}

    /** What becomes of ports where the owner's annotations say nothing. */
    record RetentionEntry(
            @Nullable String whenScaled, @Nullable String whenDeleted) {
        RetentionPolicy check(List<String> faults) {
            return new RetentionPolicy(
                    choice("whenScaled", whenScaled, faults), choice("whenDeleted", whenDeleted, faults));
        }

        private static Choice choice(String field, @Nullable String said, List<String> faults) {
            var choice = said == null ? Optional.of(Choice.RELEASE) : Choice.parse(said);
            if (choice.isEmpty()) {
                faults.add("retention." + field + " \"" + said + "\" is neither Retain nor Release");
            }
            return choice.orElse(Choice.RELEASE);
        }
    }

    record HttpEntry(@Nullable Integer port, @Nullable String address) {
        HttpConfig check(List<String> faults) {
            int chosen = port == null ? HttpConfig.DEFAULT.port() : port;
            if (chosen < 0 || chosen > 65_535) {
                faults.add("http.port " + chosen + " is not a TCP port; 0 to 65535 are");
            }
            return new HttpConfig(chosen, address == null ? "" : address);
        }
    }

    /** As kube-ovn's {@code Subnet.spec}, plus the name. */
    record SubnetEntry(
            @Nullable String name,
            @Nullable String cidrBlock,
            @Nullable String gateway,
            @Nullable List<String> excludeIps,
            @Nullable String protocol,
            @Nullable List<String> namespaces,
            @JsonProperty("default") @Nullable Boolean isDefault,
            @Nullable String provider,
            @Nullable String vpc,
            @Nullable Boolean enableDHCP,
            @Nullable String dhcpV4Options,
            @Nullable String dhcpV6Options,
            @Nullable Integer mtu) {
        SubnetSpec spec() {
            return SubnetSpec.of(text(name), text(cidrBlock))
                    .gateway(text(gateway))
                    .excludeIps(excludeIps == null ? List.of() : excludeIps)
                    .protocol(text(protocol))
                    .namespaces(namespaces == null ? List.of() : namespaces)
                    .isDefault(isDefault != null && isDefault)
                    .provider(text(provider))
                    .vpc(text(vpc))
                    .dhcp(new DhcpSpec(
                            enableDHCP != null && enableDHCP,
                            text(dhcpV4Options),
                            text(dhcpV6Options),
                            mtu == null ? 0 : mtu))
                    .build();
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }
    }
}
