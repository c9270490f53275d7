package io.github.ovnnb.agent.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.RetentionPolicy.Choice;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPolicyTest {
    private static final RetentionPolicy DEFAULTS = new RetentionPolicy(Choice.RELEASE, Choice.RETAIN);

    @ParameterizedTest
    @CsvSource({
        "Retain,    Release, Retain,  Release",
        "' Retain', ,        Retain,  Retain",
        ",          Release, Release, Release",
        ",          ,        Release, Retain",
        "retain,    Delete,  Retain,  Retain",
    })
    void readsWhatIsSaidAndTakesTheDefaultOtherwise(
            String whenScaled, String whenDeleted, String scaled, String deleted) {
        var policy = read(whenScaled, whenDeleted).policy();

        assertThat(policy.whenScaled()).hasToString(scaled);
        assertThat(policy.whenDeleted()).hasToString(deleted);
    }

    @Test
    void saysWhatIsMisspelt() {
        assertThat(read("Retain", "Delete").faults())
                .containsExactly(
                        "annotation ovnnb.io/when-deleted: \"Delete\" is neither Retain nor Release; ports are "
                                + "retained until it is corrected");
    }

    private static RetentionPolicy.Stated read(String whenScaled, String whenDeleted) {
        var annotations = new HashMap<String, String>();
        if (whenScaled != null) {
            annotations.put(RetentionPolicy.WHEN_SCALED, whenScaled);
        }
        if (whenDeleted != null) {
            annotations.put(RetentionPolicy.WHEN_DELETED, whenDeleted);
        }
        return RetentionPolicy.read(annotations, DEFAULTS);
    }
}
