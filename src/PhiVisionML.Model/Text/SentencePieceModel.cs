using Google.Protobuf;

namespace PhiVisionML.Model.Text;

/// <summary>Writes vocabulary and merges as the bytes of a SentencePiece model (sentencepiece_model.proto), the form that Microsoft.ML.Tokenizers reads.</summary>
internal static class SentencePieceModel
{
    private const float NeverMerged = -1e9f;

    private enum PieceType
    {
        Normal = 1,
        Unknown = 2,
        Control = 3,
        Byte = 6,
    }

    /// <param name="pieces">The piece of each id.</param>
    /// <param name="ranks">For each piece that merges make, the place of the first of them; pieces are merged in that order.</param>
    public static byte[] Write(IReadOnlyList<string> pieces, IReadOnlyDictionary<string, int> ranks)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach (string piece in pieces)
                WriteMessage(output, 1, message => WritePiece(message, piece, ranks.TryGetValue(piece, out int rank) ? -rank : NeverMerged));
            WriteMessage(output, 2, message => WriteTrainerSpec(message, pieces));
            WriteMessage(output, 3, WriteNormalizerSpec);
        }

        return bytes.ToArray();
    }

    private static void WritePiece(CodedOutputStream output, string piece, float score)
    {
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteString(piece);
        output.WriteTag(2, WireFormat.WireType.Fixed32);
        output.WriteFloat(score);
        output.WriteTag(3, WireFormat.WireType.Varint);
        output.WriteEnum((int)TypeOf(piece));
    }

    private static PieceType TypeOf(string piece) => piece switch
    {
        ControlTokens.Unknown => PieceType.Unknown,
        ControlTokens.Begin or ControlTokens.Close => PieceType.Control,
        _ => TokenTable.ByteOfName(piece) is null ? PieceType.Normal : PieceType.Byte,
    };

    private static void WriteTrainerSpec(CodedOutputStream output, IReadOnlyList<string> pieces)
    {
        const int bpe = 2;
        WriteInteger(output, 3, bpe); // model_type
        WriteInteger(output, 35, 1); // byte_fallback
        WriteInteger(output, 40, IdOf(pieces, ControlTokens.Unknown)); // unk_id
        WriteInteger(output, 41, IdOf(pieces, ControlTokens.Begin)); // bos_id
        WriteInteger(output, 42, IdOf(pieces, ControlTokens.Close)); // eos_id
    }

    private static void WriteNormalizerSpec(CodedOutputStream output)
    {
        output.WriteTag(1, WireFormat.WireType.LengthDelimited); // name
        output.WriteString("identity");
        WriteInteger(output, 3, 1); // add_dummy_prefix
        WriteInteger(output, 4, 0); // remove_extra_whitespaces
        WriteInteger(output, 5, 1); // escape_whitespaces
    }

    private static int IdOf(IReadOnlyList<string> pieces, string piece)
    {
        for (int id = 0; id < pieces.Count; id++)
            if (pieces[id] == piece) return id;
        throw new InvalidDataException($"The vocabulary has no piece '{piece}'.");
    }

    private static void WriteInteger(CodedOutputStream output, int field, int value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt32(value);
    }

    private static void WriteMessage(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        using var body = new MemoryStream();
        using (var inner = new CodedOutputStream(body, leaveOpen: true)) write(inner);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(body.ToArray()));
    }
}
