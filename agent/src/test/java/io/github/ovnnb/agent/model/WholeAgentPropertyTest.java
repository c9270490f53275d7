package io.github.ovnnb.agent.model;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Drawn lives, step by step beside the ledger; one that fails is made as short as it can be and still fail. */
class WholeAgentPropertyTest {
    @Property(tries = 400)
    void keepsEveryPromiseAfterEveryStep(@ForAll("lives") List<Step> life, @ForAll long seed) {
        var town = new Town(seed);
        var ledger = new Ledger(town);
        for (var step : life) {
            step.on(town);
            town.settle();
            if (town.agentIsUp()) {
                ledger.check();
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> lives() {
        var steps = Combinators.combine(
                        Arbitraries.of(Step.Kind.class),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 11))
                .as(Step::new);
        return steps.list().ofMinSize(1).ofMaxSize(60);
    }
}
