namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>Turns a text into nodes: text, outputs, and if / unless with elsif and else. Nothing else exists.</summary>
internal sealed class TemplateParser(string source, TemplateExpressionReader reader)
{
    private const int DeepestNesting = 10;

    private int _at;
    private bool _trimNext;
    private TemplateTokens? _closing;
    private string _closingTag = "";

    public SortedSet<string> Required { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<TemplateNode> Parse()
    {
        var nodes = Body(0);
        if (_closingTag.Length > 0)
            Unclosed();
        return nodes;
    }

    /// <summary>Nodes up to the end of the text or the tag that closes this block, which is left in <see cref="_closingTag"/>.</summary>
    private List<TemplateNode> Body(int depth)
    {
        var nodes = new List<TemplateNode>();
        _closingTag = "";
        while (reader.Error is null && _at < source.Length)
        {
            var open = NextOpening();
            AddText(nodes, source[_at..open]);
            if (open == source.Length)
            {
                _at = open;
                break;
            }

            var isOutput = source[open + 1] == '{';
            if (Code(open, isOutput ? "}}" : "%}", nodes) is not { } code)
                break;
            if (isOutput)
                AddOutput(nodes, code);
            else if (!Tag(nodes, code, depth))
                break;
        }

        return nodes;
    }

    private int NextOpening()
    {
        for (var i = _at; i + 1 < source.Length; i++)
        {
            if (source[i] is '{' && source[i + 1] is '{' or '%')
                return i;
        }

        return source.Length;
    }

    /// <summary>What stands between the signs; quoted text may hold the closing sign. A dash trims the text beside it.</summary>
    private string? Code(int open, string close, List<TemplateNode> nodes)
    {
        char? quote = null;
        for (var i = open + 2; i < source.Length; i++)
        {
            if (quote is not null)
                quote = source[i] == quote ? null : quote;
            else if (source[i] is '"' or '\'')
                quote = source[i];
            else if (string.CompareOrdinal(source, i, close, 0, 2) == 0)
            {
                _at = i + 2;
                var code = source[(open + 2)..i];
                if (code.StartsWith('-') && nodes is [.., TemplateNode.Text before])
                    nodes[^1] = new TemplateNode.Text(before.Value.TrimEnd());
                _trimNext = code.EndsWith('-');
                return code.Trim('-');
            }
        }

        Unclosed();
        return null;
    }

    private void AddText(List<TemplateNode> nodes, string text)
    {
        if (text.Contains("}}", StringComparison.Ordinal) || text.Contains("%}", StringComparison.Ordinal))
            Unclosed();
        if (_trimNext)
            text = text.TrimStart();
        _trimNext = false;
        if (text.Length > 0)
            nodes.Add(new TemplateNode.Text(text));
    }

    private void AddOutput(List<TemplateNode> nodes, string code)
    {
        var tokens = new TemplateTokens(code);
        var expression = reader.Output(tokens);
        reader.End(tokens);
        var required = TemplateExpressionReader.RequiredBy(expression);
        if (required is not null)
            Required.Add(required);
        nodes.Add(new TemplateNode.Output(expression, required));
    }

    /// <summary>True when the block goes on; false at the tag that closes it.</summary>
    private bool Tag(List<TemplateNode> nodes, string code, int depth)
    {
        var tokens = new TemplateTokens(code);
        var name = tokens.Take().Value;
        switch (name)
        {
            case "if" or "unless" when depth < DeepestNesting:
                nodes.Add(Choice(tokens, name, depth));
                return reader.Error is null;
            case "elsif" or "else" or "endif" or "endunless" when depth > 0:
                (_closing, _closingTag) = (tokens, name);
                return false;
            case "endif" or "endunless" or "elsif" or "else":
                Unclosed();
                return false;
            default:
                reader.Fail("template_tag_not_allowed", "Only if, unless, elsif and else may be used in a message.");
                return false;
        }
    }

    private TemplateNode.Choice Choice(TemplateTokens tokens, string kind, int depth)
    {
        var branches = new List<TemplateBranch>();
        var condition = reader.Condition(tokens, negated: kind == "unless");
        reader.End(tokens);
        while (reader.Error is null)
        {
            var body = Body(depth + 1);
            branches.Add(new TemplateBranch(condition, body));
            var closing = _closing;
            var tag = _closingTag;
            _closingTag = "";
            if (tag == "end" + kind)
            {
                reader.End(closing!);
                break;
            }

            if (condition is null || tag is not ("elsif" or "else"))
            {
                Unclosed();
                break;
            }

            condition = tag == "elsif" ? reader.Condition(closing!, negated: false) : null;
            reader.End(closing!);
        }

        return new TemplateNode.Choice(branches);
    }

    private void Unclosed() => reader.Fail("template_unclosed", "A variable or tag is not closed, or was never opened.");
}
