using ChatFlow.Core.Users;
using Hangfire.Dashboard;

namespace ChatFlow.Web.JobHost;

/// <summary>Jobs belong to the installation, not to one organization.</summary>
internal sealed class OperatorsOnly : IDashboardAsyncAuthorizationFilter
{
    public Task<bool> AuthorizeAsync(DashboardContext context) =>
        Task.FromResult(context.GetHttpContext().User.IsOperator());
}
