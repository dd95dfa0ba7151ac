using System.Globalization;
using System.Resources;
using ChatFlow.Core.Common;

namespace ChatFlow.Web.Components.Shared;

public static class ErrorText
{
    private static readonly ResourceManager s_texts = new(typeof(ErrorTexts));

    /// <summary>
    /// The sentence a person reads about an expected failure, in their language (<c>ErrorTexts.resx</c>, by code);
    /// the English message of the REST interface where nobody has written one.
    /// </summary>
    public static string Of(Error error) => s_texts.GetString(error.Code, CultureInfo.CurrentUICulture) ?? error.Message;
}
