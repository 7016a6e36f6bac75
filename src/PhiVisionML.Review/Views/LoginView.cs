namespace PhiVisionML.Review.Views;

/// <summary>Asks for a key.</summary>
internal static class LoginView
{
    /// <param name="root">Where the pages lie.</param>
    /// <param name="token">The form's field against requests of other sites.</param>
    /// <param name="target">Where to go then.</param>
    /// <param name="fault">Why it did not work last time; null if it was not tried.</param>
    public static string Render(string root, (string Name, string Value) token, string target, string? fault) => Frame.Render(root, "Log in", html =>
    {
        html.Markup("<h1>Log in</h1>\n<form class=\"login\" method=\"post\"").Attribute("action", $"{root}/login?to={Uri.EscapeDataString(target)}").Markup(">").Hidden(token.Name, token.Value);
        if (fault is not null)
            html.Markup("<p class=\"fault\" role=\"alert\" id=\"fault\">").Text(fault).Markup("</p>");
        html.Markup("<label for=\"key\">API key</label><input id=\"key\" name=\"key\" type=\"password\" autocomplete=\"current-password\" required autofocus")
            .Markup(fault is null ? ">" : " aria-describedby=\"fault\" aria-invalid=\"true\">")
            .Markup("<label for=\"name\">Your name, for the record <span class=\"hint\">(may be empty)</span></label><input id=\"name\" name=\"name\" maxlength=\"60\" autocomplete=\"name\" dir=\"auto\">")
            .Markup("<button class=\"primary\">Log in</button></form>\n");
    });
}
