namespace ChatFlow.Core.FollowUps.Templating;

public static class FirstName
{
    /// <summary>
    /// The first word of a name that people chose themselves, without decoration: "~Ana 🌸 López" is "Ana". Null when
    /// there is none, as in "." or "+34 600…": no greeting is better than that one.
    /// </summary>
    public static string? Of(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        foreach (var word in name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var start = 0;
            var end = word.Length;
            while (start < end && !char.IsLetter(word[start]))
                start++;
            while (end > start && !char.IsLetter(word[end - 1]) && word[end - 1] != '.')
                end--;
            if (end > start)
                return word[start..end];
        }

        return null;
    }
}
