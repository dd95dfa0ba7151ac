namespace ChatFlow.Core.Ai.Knowledge;

/// <summary>Everyday words of customers and what they all ask for.</summary>
internal static class Synonyms
{
    private static readonly Dictionary<string, string> s_concepts = Build(
        (KnowledgeWords.Price, """
            precio precios cuesta cuestan costo costos coste costes costar costaria cuestas vale valen valor valores cuanto cuantos tarifa tarifas cobran cobra cobras
            price prices pricing priced cost costs costing fee fees rate rates charge charges
            preco precos custa custam custo custos custar custaria quanto cobram tabela
            """),
        (KnowledgeWords.Hours, """
            horario horarios hora horas abren abre abres abrir abierto abiertos abierta abiertas cierran cierra cierre cerrado cerrados cerrar atienden atendemos apertura
            hours hour opening open opens close closes closed closing schedule
            abrem aberto aberta abertos abertas fecham fecha fechado fechar fechamento funcionamento funcionam funciona atendem
            lunes martes miercoles jueves viernes sabado sabados domingo domingos feriado feriados festivo festivos finde
            monday tuesday wednesday thursday friday saturday saturdays sunday sundays weekend weekends weekdays holiday holidays
            segunda terca quarta quinta sexta feira
            """),
        (KnowledgeWords.Catalog, "catalogo catalogos catalog catalogue menu carta portafolio productos producto servicios servicio products services produtos produto servicos servico cardapio lista opciones options opcoes"),
        ("@delivery", """
            envio envios envia envian enviar enviamos domicilio domicilios despacho despachos despachan entrega entregas entregan entregar reparto reparten llevan
            delivery deliveries deliver delivers shipping ship ships shipment frete fretes entregam enviam envie
            """),
        ("@payment", """
            pago pagos pagar pagan tarjeta tarjetas efectivo transferencia transferencias cuota cuotas
            pay payment payments paying card cards cash installments
            pagamento pagamentos cartao cartoes dinheiro parcelas parcela parcelam parcelar
            """),
        ("@place", """
            ubicacion ubicados ubicado direccion direcciones donde sucursal sucursales local tienda quedan encuentran
            where address located location locations directions store
            endereco onde ficam fica localizacao localizado loja
            """),
        ("@booking", """
            cita citas turno turnos agendar agenda agendo agendamos reservar reserva reservas reservacion reservaciones reservo
            appointment appointments booking bookings book reserve reservation reservations
            agendamento agendamentos marcar consulta
            """),
        ("@warranty", "garantia garantias warranty guarantee garantido"),
        ("@return", "devolucion devoluciones devolver devuelvo cambio cambios reembolso reembolsos return returns refund refunds exchange devolucao devolucoes troca trocas trocar reembolsos"),
        ("@discount", "descuento descuentos promocion promociones promo promos oferta ofertas rebaja rebajas discount discounts promotion promotions sale deals desconto descontos promocao promocoes"));

    public static string? ConceptOf(string foldedWord) => s_concepts.GetValueOrDefault(foldedWord);

    private static Dictionary<string, string> Build(params (string Concept, string Words)[] groups)
    {
        var concepts = new Dictionary<string, string>();
        foreach (var (concept, words) in groups)
        {
            foreach (var word in words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                concepts.TryAdd(word, concept);
        }

        return concepts;
    }
}
