using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using Npgsql;
using NpgsqlTypes;

namespace ChatFlow.Core.Organizations.Prices;

/// <summary>Keeps the price list; for the operator, whom the page has checked.</summary>
public sealed class ManagePrices(Gate gate, MessagePrices prices)
{
    /// <summary>No message costs more in any currency that we know of.</summary>
    private const decimal Highest = 100_000;

    public async Task<Result<Done>> PutAsync(bool isOperator, MessagePrice price, CancellationToken ct)
    {
        if (!isOperator)
            return new ForbiddenError();
        var country = price.Country.Trim().ToUpperInvariant();
        if (country.Length != 2 || !country.All(char.IsAsciiLetterUpper))
            return new CountryInvalid();
        if (!MessagePrices.Categories.Contains(price.Category))
            return new ValidationError("price.category", "Marketing, utility, authentication or service.", "category");
        if (price.Amount is < 0 or > Highest)
            return new ValidationError("price.amount", "Zero or more.", "amount");
        var currency = price.Currency.Trim().ToUpperInvariant();
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
            return new CurrencyInvalid();
        await using var command = gate.Command("SELECT gate.put_message_price($1, $2, $3, $4, $5)");
        Key(command, country, price.Category, price.FromMonth);
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = decimal.Round(price.Amount, 6) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = currency });
        await command.ExecuteNonQueryAsync(ct);
        prices.Forget();
        return default(Done);
    }

    public async Task<Result<Done>> DeleteAsync(bool isOperator, MessagePrice price, CancellationToken ct)
    {
        if (!isOperator)
            return new ForbiddenError();
        await using var command = gate.Command("SELECT gate.delete_message_price($1, $2, $3)");
        Key(command, price.Country, price.Category, price.FromMonth);
        await command.ExecuteNonQueryAsync(ct);
        prices.Forget();
        return default(Done);
    }

    private static void Key(NpgsqlCommand command, string country, string category, DateOnly month)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = country });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = category });
        command.Parameters.Add(new NpgsqlParameter { Value = new DateOnly(month.Year, month.Month, 1), NpgsqlDbType = NpgsqlDbType.Date });
    }
}
