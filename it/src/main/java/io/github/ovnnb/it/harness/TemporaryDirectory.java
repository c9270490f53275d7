package io.github.ovnnb.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A directory of one harness part, gone with the JVM at the latest. Its path is short, as unix sockets need. */
record TemporaryDirectory(Path path) {

    static TemporaryDirectory create(String prefix) {
        try {
            var directory = new TemporaryDirectory(Files.createTempDirectory(prefix + "-"));
            AtExit.delete(directory);
            return directory;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    Path write(String name, String content) {
        try {
            return Files.writeString(path.resolve(name), content);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The copy takes the place of whatever is there. */
    static void copy(Path from, Path to) {
        new TemporaryDirectory(to).delete();
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Leaves behind, without a word, what another user's process has made there. */
    void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (var files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException vanishing) {
            // A daemon that is just ending removes its own files while we walk.
            path.toFile().deleteOnExit();
        }
    }
}
