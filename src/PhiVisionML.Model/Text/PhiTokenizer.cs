using System.Buffers;
using System.Text;

namespace PhiVisionML.Model.Text;

/// <summary>
/// The tokenizer of Phi-3-Vision: Llama 2's byte-pair pieces with byte fallback, and control tokens beside them. Equal to the published
/// one, for any vocabulary of that form.
/// </summary>
/// <remarks>
/// Microsoft.ML.Tokenizers merges the pieces; control tokens are cut out here, because each stretch of text between them gets its own
/// leading "▁" and some of them swallow the white space that follows. Thread-safe.
/// </remarks>
public sealed class PhiTokenizer
{
    private readonly PieceEncoder _pieces;
    private readonly AddedTokenFinder _finder;
    private readonly TokenTable _table;
    private readonly Dictionary<string, AddedToken> _byContent;

    private PhiTokenizer(TokenizerPieces pieces, IReadOnlyList<AddedToken> addedTokens)
    {
        _byContent = new Dictionary<string, AddedToken>();
        foreach (AddedToken token in addedTokens)
        {
            if (!_byContent.TryAdd(token.Content, token))
                throw new InvalidDataException($"The added token '{token.Content}' is there twice, with ids {_byContent[token.Content].Id} and {token.Id}.");
        }

        string[] missing = [.. ControlTokens.All.Where(name => !_byContent.ContainsKey(name))];
        if (missing.Length > 0) throw new InvalidDataException($"The tokenizer lacks the added tokens {string.Join(", ", missing)}.");

        _pieces = new PieceEncoder(pieces);
        _finder = new AddedTokenFinder(addedTokens);
        _table = new TokenTable(pieces.PieceOfId, addedTokens);
        AddedTokens = addedTokens;
        UnkId = IdOf(ControlTokens.Unknown);
        BosId = IdOf(ControlTokens.Begin);
        EndId = IdOf(ControlTokens.End);
        EndOfTextId = IdOf(ControlTokens.EndOfText);
        UserId = IdOf(ControlTokens.User);
        AssistantId = IdOf(ControlTokens.Assistant);
        SystemId = IdOf(ControlTokens.System);
        DefaultStopTokens = [EndId, EndOfTextId, IdOf(ControlTokens.Close)];
    }

    /// <summary>The id of <c>&lt;unk&gt;</c>; encoding never gives it.</summary>
    public int UnkId { get; }

    /// <summary>The id of <c>&lt;s&gt;</c>.</summary>
    public int BosId { get; }

    /// <summary>The id of <c>&lt;|end|&gt;</c>, which closes a turn.</summary>
    public int EndId { get; }

    /// <summary>The id of <c>&lt;|endoftext|&gt;</c>; also the padding.</summary>
    public int EndOfTextId { get; }

    /// <summary>The id of <c>&lt;|user|&gt;</c>.</summary>
    public int UserId { get; }

    /// <summary>The id of <c>&lt;|assistant|&gt;</c>.</summary>
    public int AssistantId { get; }

    /// <summary>The id of <c>&lt;|system|&gt;</c>.</summary>
    public int SystemId { get; }

    /// <summary>The ids that end an answer: <c>&lt;|end|&gt;</c>, <c>&lt;|endoftext|&gt;</c>, <c>&lt;/s&gt;</c>.</summary>
    public IReadOnlyList<int> DefaultStopTokens { get; }

    /// <summary>One more than the highest id that has a token. The embedding may have more rows (padding).</summary>
    public int VocabularySize => _table.Size;

    /// <summary>The tokens beside the pieces.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; }

    /// <summary>Loads the tokenizer of a model folder: <c>tokenizer.json</c>, else <c>tokenizer.model</c> with the added tokens of <c>tokenizer_config.json</c>.</summary>
    /// <param name="folder">A folder as the model repositories ship it.</param>
    /// <exception cref="FileNotFoundException">Neither is there; the message lists what was looked for.</exception>
    /// <exception cref="InvalidDataException">The file is of a form that would tokenise otherwise; the message names what differs.</exception>
    public static PhiTokenizer FromFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return TokenizerFolder.Load(folder);
    }

    /// <inheritdoc cref="FromTokenizerJson(Stream)"/>
    /// <param name="path">The path of a <c>tokenizer.json</c>.</param>
    public static PhiTokenizer FromTokenizerJson(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return FromTokenizerJson(stream);
    }

    /// <summary>Loads a <c>tokenizer.json</c> of the published form; no other file is needed.</summary>
    /// <param name="stream">The file's content.</param>
    /// <exception cref="InvalidDataException">The file is of a form that would tokenise otherwise; the message names what differs.</exception>
    public static PhiTokenizer FromTokenizerJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        TokenizerJson file = TokenizerJson.Read(stream);
        return new PhiTokenizer(file.Pieces, file.AddedTokens);
    }

    /// <summary>Loads a SentencePiece model, which does not know the control tokens.</summary>
    /// <param name="model">The content of a <c>tokenizer.model</c>.</param>
    /// <param name="addedTokens">All control tokens, <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c> included.</param>
    /// <exception cref="InvalidDataException">The model is not a BPE model with dummy prefix and byte fallback, or control tokens are missing.</exception>
    public static PhiTokenizer FromSentencePiece(Stream model, IEnumerable<AddedToken> addedTokens)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(addedTokens);
        return new PhiTokenizer(SentencePieceModel.Read(model), [.. addedTokens]);
    }

    /// <summary>Encodes trusted markup as the reference does: a leading <c>&lt;s&gt;</c>, and control tokens found in the text.</summary>
    /// <param name="text">Markup. Text of users belongs in <see cref="EncodePlain"/>: here it could forge a turn.</param>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> ids = [BosId];
        foreach (TextOrToken part in SplitMarkup(text))
        {
            if (part.Token is { } token) ids.Add(token.Id);
            else ids.AddRange(EncodePlain(part.Text));
        }

        return [.. ids];
    }

    /// <summary>Encodes text as nothing but text: no <c>&lt;s&gt;</c>, and what looks like a control token stays characters.</summary>
    /// <param name="text">Any text; half a surrogate pair counts as U+FFFD.</param>
    public int[] EncodePlain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _pieces.Encode(text);
    }

    /// <summary>Encodes the whole characters with which some UTF-8 begins, as text that goes on after other tokens: <see cref="EncodePlain"/> without the leading "▁".</summary>
    internal int[] EncodeContinuation(ReadOnlySpan<byte> utf8)
    {
        int whole = 0;
        while (Rune.DecodeFromUtf8(utf8[whole..], out _, out int length) == OperationStatus.Done) whole += length;
        return _pieces.EncodeContinuation(Encoding.UTF8.GetString(utf8[..whole]));
    }

    /// <summary>The text of ids, as the reference decodes them: one leading space is taken away, bytes that are no UTF-8 become U+FFFD.</summary>
    /// <param name="ids">Ids; those without a token (padding rows of the embedding) give no text.</param>
    /// <param name="skipSpecialTokens">Whether to leave out the tokens flagged special (all control tokens but <c>&lt;/s&gt;</c> in the published files).</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative: the place of a picture has no text.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true)
    {
        StreamingDecoder decoder = CreateStreamingDecoder(skipSpecialTokens);
        var text = new StringBuilder();
        foreach (int id in ids) text.Append(decoder.Append(id));
        return text.Append(decoder.Finish()).ToString();
    }

    /// <summary>A decoder for ids that arrive one by one.</summary>
    /// <param name="skipSpecialTokens">As for <see cref="Decode"/>.</param>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecialTokens = true) => new(_table, skipSpecialTokens);

    /// <summary>Whether an id stands for no text of its own: an added token (<c>&lt;/s&gt;</c> too) or an id without a token.</summary>
    /// <param name="id">Any id.</param>
    public bool IsSpecial(int id) => _table.Bytes(id) is null;

    /// <summary>The UTF-8 bytes that a piece stands for ("▁" as a space, a byte piece as its byte); null where <see cref="IsSpecial"/>.</summary>
    /// <param name="id">Any id.</param>
    public ReadOnlyMemory<byte>? TokenBytes(int id) => _table.Bytes(id) is { } bytes ? bytes : (ReadOnlyMemory<byte>?)null;

    /// <summary>The added token with this markup.</summary>
    /// <param name="content">Markup such as <c>&lt;|user|&gt;</c>.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public AddedToken Control(string content) =>
        _byContent.TryGetValue(content, out AddedToken? token)
            ? token
            : throw new ArgumentException($"This tokenizer has no control token '{content}'; it has {string.Join(", ", _byContent.Keys.Take(12))}.", nameof(content));

    /// <summary>Cuts markup at its control tokens; white space after a token that swallows it is gone.</summary>
    internal IEnumerable<TextOrToken> SplitMarkup(string text)
    {
        int position = 0;
        while (position < text.Length)
        {
            AddedToken? token = _finder.Find(text, position, out int index);
            if (index > position) yield return new TextOrToken(text[position..index], null);
            if (token is null) yield break;
            yield return new TextOrToken("", token);
            position = index + token.Content.Length;
            while (token.StripsRight && position < text.Length && char.IsWhiteSpace(text[position])) position++;
        }
    }

    private int IdOf(string content) => _byContent[content].Id;
}
