package io.github.ovnnb.agent.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code NAMESPACE/NAME}. */
record PodName(String namespace, String name) {
    static final class Reader implements ITypeConverter<PodName> {
        @Override
        public PodName convert(String text) {
            var parts = text.split("/", -1);
            if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
                throw new TypeConversionException("\"" + text + "\" is not NAMESPACE/NAME, such as default/web-0");
            }
            return new PodName(parts[0], parts[1]);
        }
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
