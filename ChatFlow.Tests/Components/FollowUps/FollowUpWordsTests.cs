using System.Globalization;
using System.Resources;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Triggers;
using ChatFlow.Web.Components.FollowUps;
using Xunit;

namespace ChatFlow.Tests.Components.FollowUps;

public sealed class FollowUpWordsTests
{
    private static readonly ResourceManager s_texts = new(typeof(FollowUpTexts));

    public static TheoryData<string> Keys => [.. All<DecisionKind>("Kind"), .. All<DecisionReason>("Reason"), .. All<ExitReason>("Exit"),
        .. All<PauseReason>("Pause"), .. All<TriggerType>("Trigger"), .. All<ExecutionStatus>("Status"), .. All<FollowUpStrategy>("Strategy"),
        .. All<DelayUnit>("Unit"), .. All<LastFrom>("LastFrom"), .. All<KeywordMatch>("Match"), .. All<ExecutionAction>("Act")];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_value_has_its_words_in_every_language(string key)
    {
        foreach (var language in (string[])["es", "en", "pt"])
            Assert.False(string.IsNullOrWhiteSpace(s_texts.GetString(key, CultureInfo.GetCultureInfo(language))), $"{key} in {language}");
    }

    private static IEnumerable<string> All<T>(string family)
        where T : struct, Enum => Enum.GetNames<T>().Select(name => $"{family}.{name}");
}
