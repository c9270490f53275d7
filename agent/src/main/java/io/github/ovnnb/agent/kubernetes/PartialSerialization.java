package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * fabric8's serialization, but what the informers receive is decoded in one pass. By itself fabric8 reads each watch event into a tree, the
 * tree into its whole model of the kind, and that into the type one has asked for.
 */
final class PartialSerialization extends KubernetesSerialization {
    private final ObjectMapper json;

    static PartialSerialization create() {
        return new PartialSerialization(new ObjectMapper());
    }

    private PartialSerialization(ObjectMapper json) {
        // Without the search through the class path: it would load every model class there is.
        super(json, false);
        this.json = json;
        var module = new SimpleModule("partial resources");
        var events = new WatchEventDecoder();
        register(module, events, PodResource.class, PodResource::new);
        register(module, events, StatefulSetResource.class, StatefulSetResource::new);
        register(module, events, NamespaceResource.class, NamespaceResource::new);
        register(module, events, SubnetResource.class, SubnetResource::new);
        register(module, events, PoolResource.class, PoolResource::new);
        register(module, events, IpResource.class, IpResource::new);
        register(module, events, NodeResource.class, NodeResource::new);
        register(module, events, VirtualMachineResource.class, VirtualMachineResource::new);
        register(module, events, MachineInstanceResource.class, MachineInstanceResource::new);
        register(module, events, MigrationResource.class, MigrationResource::new);
        register(module, events, KruiseStatefulSetResource.class, KruiseStatefulSetResource::new);
        module.addDeserializer(WatchEvent.class, events);
        json.registerModule(module);
        // How the API server says that a watch is too old to go on.
        registerKubernetesResource(Status.class);
    }

    private <T extends PartialResource> void register(
            SimpleModule module, WatchEventDecoder events, Class<T> kind, Supplier<T> blank) {
        module.addDeserializer(kind, new Decoder<>(kind, blank));
        events.know(kind, blank);
        registerKubernetesResource(kind);
    }

    /** A watch event arrives as text; fabric8 would make bytes of it first. */
    @Override
    public <T> T unmarshal(String text, Class<T> type) {
        if (!type.equals(WatchEvent.class)) {
            return super.unmarshal(text, type);
        }
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException malformed) {
            throw new KubernetesClientException("malformed watch event", malformed);
        }
    }

    private static final class Decoder<T extends PartialResource> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // Nobody serializes a deserializer.
        private final Supplier<T> blank;

        Decoder(Class<T> kind, Supplier<T> blank) {
            super(kind);
            this.blank = blank;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            var resource = blank.get();
            resource.read(json);
            return resource;
        }
    }
}
