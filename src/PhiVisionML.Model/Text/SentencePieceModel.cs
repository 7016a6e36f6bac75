using Google.Protobuf;

namespace PhiVisionML.Model.Text;

/// <summary>Reads the parts of a SentencePiece model (sentencepiece_model.proto) that say how text is cut into pieces.</summary>
internal sealed class SentencePieceModel
{
    private const int BpeModel = 2;
    private const int NormalPiece = 1;

    private readonly List<(string Piece, float Score, int Type)> _pieces = [];
    private int _modelType = 1;
    private bool _byteFallback;
    private bool _dummyPrefix = true;
    private bool _removesExtraWhiteSpace = true;
    private bool _escapesWhiteSpace = true;
    private bool _spaceAsSuffix;

    /// <summary>Reads a model and checks that it is in Llama 2's form.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static TokenizerPieces Read(Stream stream)
    {
        var model = new SentencePieceModel();
        try
        {
            using var input = new CodedInputStream(stream, leaveOpen: true);
            model.ReadFields(input);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"This is not a SentencePiece model: {e.Message}", e);
        }

        model.Check();
        return model.ToPieces();
    }

    private void Check()
    {
        if (_pieces.Count == 0) throw new InvalidDataException("This is not a SentencePiece model: it has no pieces.");
        if (_modelType != BpeModel) throw new InvalidDataException($"The SentencePiece model has type {_modelType}; only BPE (2) is supported.");
        if (!_byteFallback || !_dummyPrefix || _removesExtraWhiteSpace || !_escapesWhiteSpace || _spaceAsSuffix)
            throw new InvalidDataException($"The SentencePiece model has byte_fallback {_byteFallback}, add_dummy_prefix {_dummyPrefix}, remove_extra_whitespaces {_removesExtraWhiteSpace}, escape_whitespaces {_escapesWhiteSpace}, treat_whitespace_as_suffix {_spaceAsSuffix}; only True, True, False, True, False (Llama 2's form) is supported.");
    }

    /// <summary>Pieces are joined in the order of their scores, of equal ones in the order of their ids.</summary>
    private TokenizerPieces ToPieces()
    {
        string[] pieceOfId = [.. _pieces.Select(piece => piece.Piece)];
        Dictionary<string, int> ids = new TokenizerPieces(pieceOfId, []).Ids();
        var bestFirst = _pieces.Where(piece => piece.Type == NormalPiece).OrderByDescending(piece => piece.Score).Select(piece => piece.Piece);
        return new TokenizerPieces(pieceOfId, [.. BpeMerges.Of(bestFirst, ids)]);
    }

    private void ReadFields(CodedInputStream input)
    {
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1: ReadPiece(Message(input)); break;
                case 2: ReadTrainerSpec(Message(input)); break;
                case 3: ReadNormalizerSpec(Message(input)); break;
                default: input.SkipLastField(); break;
            }
        }
    }

    private static CodedInputStream Message(CodedInputStream input) => input.ReadBytes().CreateCodedInput();

    private void ReadPiece(CodedInputStream input)
    {
        (string piece, float score, int type) = ("", 0, NormalPiece);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1: piece = input.ReadString(); break;
                case 2: score = input.ReadFloat(); break;
                case 3: type = input.ReadEnum(); break;
                default: input.SkipLastField(); break;
            }
        }

        _pieces.Add((piece, score, type));
    }

    private void ReadTrainerSpec(CodedInputStream input)
    {
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 3: _modelType = input.ReadEnum(); break;
                case 24: _spaceAsSuffix = input.ReadBool(); break;
                case 35: _byteFallback = input.ReadBool(); break;
                default: input.SkipLastField(); break;
            }
        }
    }

    private void ReadNormalizerSpec(CodedInputStream input)
    {
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 3: _dummyPrefix = input.ReadBool(); break;
                case 4: _removesExtraWhiteSpace = input.ReadBool(); break;
                case 5: _escapesWhiteSpace = input.ReadBool(); break;
                default: input.SkipLastField(); break;
            }
        }
    }
}
