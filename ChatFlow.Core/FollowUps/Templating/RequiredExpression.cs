using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>An output that must not be empty: notes its variable when it is, so that the text is not used.</summary>
internal sealed class RequiredExpression(Expression inner, string variable) : Expression
{
    public const string MissingKey = "chatflow.missing";

    public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        var value = await inner.EvaluateAsync(context).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(value.ToStringValue()))
            context.AmbientValues.TryAdd(MissingKey, variable);
        return value;
    }
}
