using System.CommandLine;

namespace PhiVisionML.Cli.Output;

/// <summary>An option with the address of a web server, which System.CommandLine does not read by itself.</summary>
internal static class AddressOption
{
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="example">An address, for the refusal of what is none.</param>
    public static Option<Uri?> Create(string name, string description, string example) => new(name)
    {
        Description = description,
        CustomParser = argument =>
        {
            string text = argument.Tokens.Single().Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
                return address;
            argument.AddError($"{name} '{text}' is not an address such as {example}.");
            return null;
        },
    };
}
