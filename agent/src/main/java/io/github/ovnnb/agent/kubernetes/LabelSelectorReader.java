package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import io.github.ovnnb.agent.domain.LabelSelector;
import io.github.ovnnb.agent.domain.LabelSelector.Expression;
import io.github.ovnnb.agent.domain.LabelSelector.Operator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads label selectors (meta/v1 LabelSelector). An expression whose operator nobody knows matches nothing. */
final class LabelSelectorReader {
    private static final Map<String, Operator> OPERATORS = Map.of(
            "In", Operator.IN,
            "NotIn", Operator.NOT_IN,
            "Exists", Operator.EXISTS,
            "DoesNotExist", Operator.DOES_NOT_EXIST);

    private Map<String, String> labels = Map.of();
    private final List<Expression> expressions = new ArrayList<>();

    private LabelSelectorReader() {}

    static List<LabelSelector> list(JsonParser json) throws IOException {
        var selectors = new ArrayList<LabelSelector>();
        JsonFields.elements(json, element -> selectors.add(new LabelSelectorReader().read(json)));
        return selectors;
    }

    private LabelSelector read(JsonParser json) throws IOException {
        JsonFields.of(json, field -> {
            switch (field) {
                case "matchLabels" -> labels = JsonFields.texts(json);
                case "matchExpressions" -> JsonFields.elements(json, element -> expressions.add(expression(json)));
                default -> {}
            }
        });
        return new LabelSelector(labels, expressions);
    }

    private static Expression expression(JsonParser json) throws IOException {
        var texts = new String[] {"", ""};
        var values = new HashSet<String>();
        JsonFields.of(json, field -> {
            switch (field) {
                case "key" -> texts[0] = json.getValueAsString("");
                case "operator" -> texts[1] = json.getValueAsString("");
                case "values" -> values.addAll(JsonFields.textList(json));
                default -> {}
            }
        });
        return Optional.ofNullable(OPERATORS.get(texts[1]))
                .map(operator -> new Expression(texts[0], operator, values))
                .orElseGet(() -> new Expression(texts[0], Operator.IN, Set.of()));
    }
}
