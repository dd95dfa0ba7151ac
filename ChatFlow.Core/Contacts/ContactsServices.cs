using ChatFlow.Core.Contacts.Transfer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatFlow.Core.Contacts;

public static class ContactsServices
{
    public static IServiceCollection AddContacts(this IServiceCollection services)
    {
        services.TryAddSingleton<ContactDirectory>();
        services.AddSingleton<ListContacts>();
        services.AddSingleton<GetContact>();
        services.AddSingleton<ListContactTags>();
        services.AddSingleton<CreateContact>();
        services.AddSingleton<UpdateContact>();
        services.AddSingleton<DeleteContacts>();
        services.AddSingleton<DeleteContact>();
        services.AddSingleton<PreviewContactImport>();
        services.AddSingleton<ImportContacts>();
        services.AddSingleton<ExportContacts>();
        services.AddSingleton<WriteFailedRows>();
        return services;
    }
}
