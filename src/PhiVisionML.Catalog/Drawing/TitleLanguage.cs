namespace PhiVisionML.Catalog.Drawing;

/// <summary>A language in which <see cref="LumaTitles"/> writes titles.</summary>
public enum TitleLanguage
{
    /// <summary>English, code <c>en</c>: the titles of <see cref="LumaShop.Title"/>.</summary>
    English,

    /// <summary>Urdu, code <c>ur</c>, in Arabic script.</summary>
    Urdu,

    /// <summary>Chinese, code <c>zh</c>, in simplified characters.</summary>
    Chinese,
}
