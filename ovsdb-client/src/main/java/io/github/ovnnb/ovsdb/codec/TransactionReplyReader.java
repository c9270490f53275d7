package io.github.ovnnb.ovsdb.codec;

import io.github.ovnnb.ovsdb.protocol.DatabaseSchema;
import io.github.ovnnb.ovsdb.protocol.Operation;
import io.github.ovnnb.ovsdb.protocol.OperationResult;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import io.github.ovnnb.ovsdb.protocol.TransactionReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to {@code transact} (RFC 7047 section 4.1.3): a result for each operation up to the one that failed, its
 * error, nulls for the rest; and one element more than operations if the commit failed, all of whose predecessors look well.
 *
 * <p>The uuid of an insert and the count of a change are read in passing, because most answers consist of nothing else. Rows and
 * errors are read by way of their tree.
 */
final class TransactionReplyReader implements ResultReader<TransactionReply> {
    private enum State {
        BEFORE_RESULTS,
        /** Between two results. */
        RESULTS,
        /** In the object that is the result of an operation, before a name. */
        RESULT,
        /** After the name {@code uuid}: before {@code ["uuid", …]}, before its word, before the uuid, behind it. */
        BEFORE_PAIR,
        PAIR_WORD,
        PAIR_UUID,
        PAIR_END,
        COUNT,
        /** In a member that is read as a tree. */
        MEMBER,
        /** In a whole element that is read as a tree: why the commit failed. */
        COMMIT_ERROR,
        DONE
    }

    private final List<Operation> operations;
    private final DatabaseSchema schema;
    private final JsonTreeReader tree = new JsonTreeReader();
    private final UuidText uuid = new UuidText();
    private final List<OperationResult> results;

    private State state = State.BEFORE_RESULTS;
    /** Brackets open in what is read as a tree. */
    private int treeDepth;

    private boolean hasTree;
    private @Nullable OperationResult seen;
    private @Nullable OvsdbError commitError;

    TransactionReplyReader(DatabaseSchema schema, List<Operation> operations) {
        this.operations = operations;
        this.schema = schema;
        this.results = new ArrayList<>(operations.size());
    }

    @Override
    public TransactionReply result() {
        if (state != State.DONE || results.size() < operations.size()) {
            throw new MalformedMessageException("expected the results of " + operations.size()
                    + " operations but found " + (state == State.DONE ? String.valueOf(results.size()) : "none"));
        }
        return new TransactionReply(results, Optional.ofNullable(commitError));
    }

    @Override
    public void startObject() {
        if (readsTree()) {
            treeDepth++;
            tree.startObject();
        } else if (state == State.RESULTS) {
            requireRoom();
            seen = null;
            hasTree = false;
            state = State.RESULT;
        } else {
            throw unexpected("an object");
        }
    }

    @Override
    public void endObject() {
        if (inTree()) {
            tree.endObject();
            leaveTree();
        } else {
            results.add(resultOf(operations.get(results.size())));
            state = State.RESULTS;
        }
    }

    private OperationResult resultOf(Operation operation) {
        if (hasTree) {
            tree.endObject();
            var members = tree.tree();
            if (members.has("error")) {
                return new OperationResult.Failed(JsonResults.error(members));
            }
            if (operation instanceof Operation.Select select) {
                return new OperationResult.Rows(SelectedRows.read(schema, select, members.path("rows")));
            }
        }
        if (seen != null) {
            return seen;
        }
        if (operation instanceof Operation.Insert) {
            throw new MalformedMessageException("the result of an insert names no uuid");
        }
        return new OperationResult.Empty();
    }

    @Override
    public void startArray() {
        if (readsTree()) {
            treeDepth++;
            tree.startArray();
            return;
        }
        state = switch (state) {
            case BEFORE_RESULTS -> State.RESULTS;
            case BEFORE_PAIR -> State.PAIR_WORD;
            default -> throw unexpected("an array");
        };
    }

    @Override
    public void endArray() {
        if (inTree()) {
            tree.endArray();
            leaveTree();
        } else if (state == State.PAIR_END) {
            seen = new OperationResult.Inserted(new UUID(uuid.mostSignificantBits(), uuid.leastSignificantBits()));
            state = State.RESULT;
        } else if (state == State.RESULTS) {
            state = State.DONE;
        } else {
            throw unexpected("the end of an array");
        }
    }

    @Override
    public void name(JsonText name) {
        if (inTree()) {
            tree.name(name);
        } else {
            member(name);
        }
    }

    private void member(JsonText name) {
        var operation = operations.get(results.size());
        if (name.is("uuid") && operation instanceof Operation.Insert) {
            state = State.BEFORE_PAIR;
        } else if (name.is("count")) {
            state = State.COUNT;
        } else {
            if (!hasTree) {
                hasTree = true;
                tree.again().startObject();
            }
            tree.name(name);
            state = State.MEMBER;
        }
    }

    @Override
    public void string(JsonText text) {
        if (readsTree()) {
            tree.string(text);
            afterAtom();
        } else if (state == State.PAIR_WORD && text.is("uuid")) {
            state = State.PAIR_UUID;
        } else if (state == State.PAIR_UUID) {
            uuid.parse(text);
            state = State.PAIR_END;
        } else {
            // Its kind only: the reason is for the log, what is in the database is not.
            throw unexpected("a string");
        }
    }

    @Override
    public void number(JsonText number) {
        if (readsTree()) {
            tree.number(number);
            afterAtom();
        } else if (state == State.COUNT) {
            seen = new OperationResult.Count(JsonNumbers.toLong(number));
            state = State.RESULT;
        } else {
            throw unexpected("a number");
        }
    }

    @Override
    public void bool(boolean value) {
        if (!readsTree()) {
            throw unexpected("a boolean");
        }
        tree.bool(value);
        afterAtom();
    }

    /** Beside an error some servers say {@code "result":null}. */
    @Override
    public void nul() {
        if (readsTree()) {
            tree.nul();
            afterAtom();
        } else if (state == State.RESULTS) {
            requireRoom();
            results.add(new OperationResult.NotExecuted());
        } else if (state != State.BEFORE_RESULTS) {
            throw unexpected("null");
        }
    }

    /** Whether a value that begins now goes into the tree: an element more than there are operations does, too. */
    private boolean readsTree() {
        if (state == State.RESULTS && results.size() == operations.size() && commitError == null) {
            tree.again();
            treeDepth = 0;
            state = State.COMMIT_ERROR;
        }
        return inTree();
    }

    private boolean inTree() {
        return state == State.MEMBER || state == State.COMMIT_ERROR;
    }

    private void leaveTree() {
        treeDepth--;
        afterAtom();
    }

    private void afterAtom() {
        if (treeDepth > 0) {
            return;
        }
        if (state == State.MEMBER) {
            state = State.RESULT;
        } else {
            commitError = JsonResults.error(tree.tree());
            state = State.RESULTS;
        }
    }

    private void requireRoom() {
        if (results.size() == operations.size()) {
            throw new MalformedMessageException("more results than the " + operations.size() + " operations have");
        }
    }

    private MalformedMessageException unexpected(String found) {
        return new MalformedMessageException(
                "found " + found + " in the answer to a transaction (" + state + ", " + results.size() + ")");
    }
}
