using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.Blobs;

public static class BlobServices
{
    /// <param name="folder">Where the files lie; made with the first of them.</param>
    public static IServiceCollection AddBlobs(this IServiceCollection services, string folder) =>
        services.AddSingleton<IBlobStore>(_ => new FolderBlobStore(folder));
}
