using ChatFlow.Core.Common;
using ChatFlow.Core.Organizations.Prices;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Operator;

/// <summary>What WhatsApp charges, as the operator knows it. The defaults are unverified and say so.</summary>
public sealed partial class PricesPage(
    MessagePrices prices, ManagePrices manage, IDialogService dialogs, TimeProvider time, IStringLocalizer<OperatorTexts> L) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<MessagePrice>? _prices;
    private Error? _problem;
    private string _country = "";
    private string _category = "marketing";
    private DateOnly _from;
    private decimal _amount;
    private string _currency = "USD";
    private bool _operator;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _operator = (await Authentication).User.IsOperator();
        _from = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        _prices = await prices.ReadAsync(_stop.Token);
    }

    private string? ErrorOf(string field) => _problem?.Field == field ? ErrorText.Of(_problem) : null;

    private Task PutAsync() => DoAsync(() => manage.PutAsync(_operator, new MessagePrice(_country, _category, _from, _amount, _currency, true), _stop.Token));

    private Task ConfirmAsync(MessagePrice price) => DoAsync(() => manage.PutAsync(_operator, price, _stop.Token));

    private async Task DeleteAsync(MessagePrice price)
    {
        var question = new ConfirmQuestion(L["PriceDeleteTitle", price.Country, price.Category], L["PriceDelete"]) { Text = L["PriceDeleteText"] };
        if (await ConfirmDialog.AskAsync(dialogs, question))
            await DoAsync(() => manage.DeleteAsync(_operator, price, _stop.Token));
    }

    private async Task DoAsync(Func<Task<Result<Done>>> change)
    {
        _busy = true;
        try
        {
            _problem = (await change()).Error;
            if (_problem is null)
                _prices = await prices.ReadAsync(_stop.Token);
        }
        finally
        {
            _busy = false;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
