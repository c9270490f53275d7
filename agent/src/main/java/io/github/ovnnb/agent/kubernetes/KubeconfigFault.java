package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says where a kubeconfig is wrong, and never what stands there: it may be a token, and the log is read by more people than the file. */
final class KubeconfigFault {
    private KubeconfigFault() {}

    /** The line and column, or the field; for what can't be placed only the kind of mistake. */
    static String place(RuntimeException malformed) {
        var place = Optional.<String>empty();
        for (Throwable cause = malformed; cause != null; cause = cause.getCause()) {
            var better = placeOf(cause);
            place = better.isPresent() ? better : place;
        }
        return place.orElseGet(() -> ApiFailure.root(malformed).getClass().getSimpleName());
    }

    private static Optional<String> placeOf(Throwable cause) {
        if (cause instanceof MarkedYamlEngineException yaml) {
            return yaml.getProblemMark().map(KubeconfigFault::words);
        }
        if (cause instanceof JsonProcessingException json
                && json.getLocation() != null
                && json.getLocation().getLineNr() > 0) {
            return Optional.of(
                    words(json.getLocation().getLineNr(), json.getLocation().getColumnNr()));
        }
        return cause instanceof JsonMappingException wrong
                ? Optional.of(path(wrong)).filter(path -> !path.isEmpty())
                : Optional.empty();
    }

    /** A mark counts from zero. */
    private static String words(Mark mark) {
        return words(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String words(int line, int column) {
        return "line " + line + ", column " + column;
    }

    private static String path(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    /** Why a certificate, key or CA can't be used: which file, if it is one. */
    static String credentials(RuntimeException unusable) {
        var root = ApiFailure.root(unusable);
        return root instanceof FileSystemException file
                ? file.getFile() + ": no such file, or it can't be read"
                : root.getClass().getSimpleName();
    }
}
