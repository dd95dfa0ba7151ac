# syntax=docker/dockerfile:1
ARG DOTNET_SDK=10.0.401-noble
ARG DOTNET_RUNTIME=10.0.12-noble

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET_SDK} AS build
WORKDIR /source
# What decides the packages comes first, so that a change of code does not fetch them again. Not in locked mode: the SDK adds a
# package of its own version to the lock file.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt ./
COPY ChatFlow.Core/ChatFlow.Core.csproj ChatFlow.Core/packages.lock.json ChatFlow.Core/
COPY ChatFlow.Web/ChatFlow.Web.csproj ChatFlow.Web/*.targets ChatFlow.Web/packages.lock.json ChatFlow.Web/
RUN dotnet restore ChatFlow.Web/ChatFlow.Web.csproj
COPY .editorconfig ./
COPY ChatFlow.Core/ ChatFlow.Core/
COPY ChatFlow.Web/ ChatFlow.Web/
COPY wwwroot/ wwwroot/
RUN dotnet publish ChatFlow.Web/ChatFlow.Web.csproj --configuration Release --no-restore --output /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_RUNTIME}
# Keys that nobody configured are made here. The image has no PostgreSQL: give it ConnectionStrings__App (and __Owner for migrate).
RUN install --directory --owner="$APP_UID" --mode=0711 /data
ENV ChatFlow__DataFolder=/data \
    ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0
WORKDIR /app
COPY --from=build /app ./
USER $APP_UID
VOLUME /data
EXPOSE 8080
# The image has neither curl nor wget; bash can speak enough HTTP to ask whether the process answers.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /health/live HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3; read -r answer <&3; [[ $answer == 'HTTP/1.1 200'* ]]"]
ENTRYPOINT ["dotnet", "ChatFlow.Web.dll"]
