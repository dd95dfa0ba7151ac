using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>Looks a template up before it is sent.</summary>
public static class TemplateBook
{
    /// <summary>
    /// The send with everything that the template wants, and its words; null words where the template is not known. That is
    /// only let through as long as no list of templates has ever been read: then nobody knows better than Meta.
    /// </summary>
    public static async Task<Result<(OutboundTemplate Template, string? Text)>> PrepareAsync(
        ChatFlowDb db, OutboundTemplate wanted, bool hasPhone, CancellationToken ct)
    {
        var known = await db.Set<WhatsAppTemplate>().AsNoTracking()
            .SingleOrDefaultAsync(t => t.Name == wanted.Name && t.Language == wanted.Language, ct);
        // A row that only a webhook has made says nothing of the text yet.
        if (known is not null && known.Components != "[]")
        {
            var fit = TemplateFit.Of(wanted, known, hasPhone);
            if (!fit.IsSuccess)
                return fit.Error;
            return (fit.Value.Template, fit.Value.Text);
        }

        if (known is { Status: not TemplateStatus.Approved })
            return new TemplateNotApproved(known.Name, known.Status);
        var mayTry = known is not null || !await db.Set<MetaAccount>().AnyAsync(a => a.TemplatesAt != null, ct);
        if (!mayTry)
            return new TemplateUnknown(wanted.Name, wanted.Language);
        return (wanted, null);
    }
}
