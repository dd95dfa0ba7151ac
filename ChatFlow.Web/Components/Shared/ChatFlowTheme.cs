using MudBlazor;

namespace ChatFlow.Web.Components.Shared;

/// <summary>
/// MudBlazor's theme. It names our tokens and holds no value of its own: sizes and fonts are those of
/// <c>wwwroot/css/tokens.css</c>, and colours are mapped in <c>mud.css</c>, where both themes follow the browser without
/// a render.
/// </summary>
public static class ChatFlowTheme
{
    public static MudTheme Theme { get; } = new()
    {
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "var(--cf-radius)" },
        Typography = new Typography
        {
            Default = Text(new DefaultTypography(), Base, Normal),
            H1 = Text(new H1Typography(), "var(--cf-text-display)", Strong),
            H2 = Text(new H2Typography(), "var(--cf-text-display)", Strong),
            H3 = Text(new H3Typography(), Title, Strong),
            H4 = Text(new H4Typography(), Title, Strong),
            H5 = Text(new H5Typography(), Title, Strong),
            H6 = Text(new H6Typography(), Base, Strong),
            Subtitle1 = Text(new Subtitle1Typography(), Base, Medium),
            Subtitle2 = Text(new Subtitle2Typography(), "var(--cf-text-dense)", Medium),
            Body1 = Text(new Body1Typography(), Base, Normal),
            Body2 = Text(new Body2Typography(), "var(--cf-text-dense)", Normal),
            Button = Text(new ButtonTypography(), Base, Medium),
            Caption = Text(new CaptionTypography(), Meta, Normal),
            Overline = Text(new OverlineTypography(), Meta, Medium),
        },
    };

    private const string Base = "var(--cf-text-base)";
    private const string Meta = "var(--cf-text-meta)";
    private const string Title = "var(--cf-text-title)";
    private const string Normal = "var(--cf-weight-normal)";
    private const string Medium = "var(--cf-weight-medium)";
    private const string Strong = "var(--cf-weight-strong)";

    private static T Text<T>(T typography, string size, string weight)
        where T : BaseTypography
    {
        typography.FontFamily = ["var(--cf-font)"];
        typography.FontSize = size;
        typography.FontWeight = weight;
        typography.LineHeight = "var(--cf-line)";
        typography.LetterSpacing = "normal";
        typography.TextTransform = "none";
        return typography;
    }
}
