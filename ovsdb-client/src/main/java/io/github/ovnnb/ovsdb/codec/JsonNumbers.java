package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;

/** Reads numbers as ovsdb-server writes them: integers exactly, reals such as {@code 2}, {@code 2.5} or {@code 1e+300}. */
final class JsonNumbers {
    private JsonNumbers() {}

    static boolean isInteger(JsonText number) {
        for (int i = 0; i < number.length(); i++) {
            byte c = number.at(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    static long toLong(JsonText number) {
        if (!isInteger(number)) {
            return integral(number);
        }
        int i = 0;
        boolean negative = number.at(0) == '-';
        if (negative) {
            i++;
        }
        int length = number.length();
        if (i == length || length - i > 18) {
            return slowly(number);
        }
        long value = 0;
        for (; i < length; i++) {
            int digit = number.at(i) - '0';
            if (digit < 0 || digit > 9) {
                throw notANumber();
            }
            value = 10 * value + digit;
        }
        return negative ? -value : value;
    }

    /** RFC 7047 section 3.1 wants integers written without a fraction, but {@code 3.0} means 3 and the server takes it too. */
    private static long integral(JsonText number) {
        double real = toDouble(number);
        long rounded = (long) real;
        if (rounded != real) {
            throw new MalformedMessageException("expected an integer but found a number with a fraction");
        }
        return rounded;
    }

    private static long slowly(JsonText number) {
        try {
            return Long.parseLong(number.toString());
        } catch (NumberFormatException tooLarge) {
            throw new MalformedMessageException("an integer does not fit into 64 bits");
        }
    }

    static double toDouble(JsonText number) {
        try {
            double value = Double.parseDouble(number.toString());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException malformed) {
            // Said below.
        }
        throw notANumber();
    }

    static JsonNode node(JsonText number) {
        return isInteger(number) ? LongNode.valueOf(toLong(number)) : DoubleNode.valueOf(toDouble(number));
    }

    private static MalformedMessageException notANumber() {
        return new MalformedMessageException("a number is none that OVSDB knows");
    }
}
